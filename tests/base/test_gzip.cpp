// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/gzip.h"
#include "runner.h"

#include <QProcess>

//! Bytes that gzip has packed.
class GzipTest : public QObject
{
    Q_OBJECT
private slots:
    void unpacks();
    void refusesDamage();
    void holdsItsLimit();

private:
    static QByteArray packed(const QByteArray &bytes)
    {
        QProcess gzip;
        gzip.start(QStringLiteral("gzip"), {QStringLiteral("-c")});
        gzip.write(bytes);
        gzip.closeWriteChannel();
        if (!gzip.waitForFinished(30'000) || gzip.exitCode() != 0)
            qFatal("gzip does not work");
        return gzip.readAllStandardOutput();
    }
};

void GzipTest::unpacks()
{
    for (const QByteArray &bytes : {QByteArray(), QByteArray("x"), QByteArray(1'000'000, 'x')}) {
        const QByteArray file = packed(bytes);
        QVERIFY(gzip::isPacked(file));
        QCOMPARE(gzip::unpacked(file, bytes.size()), bytes);
        QCOMPARE(gzip::unpacked(file + file, 2 * bytes.size()), bytes + bytes); // as gzip itself reads it
    }
    QVERIFY(!gzip::isPacked("{}"));
}

void GzipTest::refusesDamage()
{
    const QByteArray file = packed("some words to pack");
    QVERIFY(!gzip::unpacked({}, 100));
    QVERIFY(!gzip::unpacked("{}", 100));
    QVERIFY(!gzip::unpacked(file.chopped(1), 100));
    QVERIFY(!gzip::unpacked(file.left(12), 100));
    QByteArray damaged = file;
    damaged[damaged.size() - 6] = char(damaged[damaged.size() - 6] ^ 1); // of its checksum
    QVERIFY(!gzip::unpacked(damaged, 100));
}

void GzipTest::holdsItsLimit()
{
    const QByteArray file = packed(QByteArray(50'000'000, 'x'));
    QVERIFY(!gzip::unpacked(file, 49'999'999));
    QVERIFY(!gzip::unpacked(file, 1000));
}

ROOM_TEST(GzipTest, QCoreApplication)
#include "test_gzip.moc"
