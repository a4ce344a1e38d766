// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/sentsound.h"

#include "common/studioroom.h"
#include "devices/decoder.h"
#include "runner.h"

#include <QRandomGenerator>

namespace {

QByteArray noise(int bytes)
{
    QRandomGenerator random(7);
    QByteArray all(bytes, Qt::Uninitialized);
    for (char &byte : all)
        byte = char(random.generate());
    return all;
}

} // namespace

//! Sound that a service sends: with a header, without one, and what is none.
class SentSoundTest : public QObject
{
    Q_OBJECT
private slots:
    void decoded_data();
    void decoded();
    void cancelled();
};

void SentSoundTest::decoded_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("pcm"); // empty: no sound
    const audio::Clip clip = hum(1);
    const QByteArray raw = clip.pcm;
    const auto row = [](const char *name, const char *url, const char *type, const QByteArray &data,
                        const QByteArray &pcm) {
        QTest::newRow(name) << QString::fromLatin1(url) << QByteArray(type) << data << pcm;
    };
    row("a wav", "https://x.invalid/a.wav", "audio/wav", clip.wav(), raw);
    row("a wav named pcm", "https://x.invalid/a.pcm", "application/octet-stream", clip.wav(), raw);
    row("pcm by its name", "https://x.invalid/audio/751.pcm", "application/octet-stream", raw, raw);
    row("pcm with a signature behind", "https://x.invalid/751.pcm?x-expires=1&a=b.mp3", "", raw, raw);
    row("pcm by its type", "https://x.invalid/audio/751", "audio/pcm", raw, raw);
    row("pcm by nothing but its sound", "https://x.invalid/audio/751", "application/octet-stream", raw, raw);
    row("an odd byte at the end", "https://x.invalid/751.pcm", "", raw + 'x', raw);
    row("silence", "https://x.invalid/751.pcm", "", QByteArray(32'000, 0), QByteArray(32'000, 0));
    row("noise, named pcm", "https://x.invalid/751.pcm", "", noise(32'000), noise(32'000));
    row("noise", "https://x.invalid/751", "application/octet-stream", noise(32'000), {});
    row("noise, called mp3", "https://x.invalid/751.mp3", "audio/mpeg", noise(32'000), {});
    row("words, named pcm", "https://x.invalid/751.pcm", "application/octet-stream", "no such object\n", {});
    row("a picture", "https://x.invalid/751.pcm", "image/png", "\x89PNG\r\n\x1a\n" + noise(100), {});
    row("nothing", "https://x.invalid/751.pcm", "", {}, {});
}

void SentSoundTest::decoded()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, pcm);
    QList<Result<audio::Clip>> brought;
    decodeSent({data, type}, QUrl(url), this, [&](const Result<audio::Clip> &clip) { brought << clip; });
    QTRY_COMPARE(brought.size(), 1);
    QCOMPARE(bool(brought.first()), !pcm.isEmpty());
    if (!brought.first()) {
        const Error error = brought.first().error();
        QCOMPARE(int(error.kind), int(Error::Kind::Stranger));
        QCOMPARE(error.obstacle, Error::Obstacle::NoSound);
        return;
    }
    QCOMPARE(brought.first()->rate, 16'000);
    QCOMPARE(brought.first()->channels, 1);
    QCOMPARE(brought.first()->pcm, pcm);
}

void SentSoundTest::cancelled()
{
    int brought = 0;
    delete decodeSent({hum(1).pcm, "audio/pcm"}, QUrl(QStringLiteral("https://x.invalid/a")), this,
                      [&](const Result<audio::Clip> &) { ++brought; });
    QTest::qWait(50);
    QCOMPARE(brought, 0);
}

ROOM_TEST(SentSoundTest, QApplication)
#include "test_sentsound.moc"
