// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/connections.h"
#include "base/settings.h"
#include "runner.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTranslator>

#include <sys/stat.h>

namespace {

SavedConnection named(const QString &name, const QString &base = QStringLiteral("https://api.coze.cn"))
{
    return {.name = name, .base = QUrl(base)};
}

QByteArray testData(const QString &name)
{
    QFile file(QStringLiteral(TEST_DATA "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class ChineseLanguage : public QTranslator
{
public:
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return qstrcmp(source, Connections::localName) == 0 ? QStringLiteral("本机") : QString();
    }
    bool isEmpty() const override { return false; }
};

} // namespace

class ConnectionsTest : public QObject
{
    Q_OBJECT
private slots:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }
    void startsWithThisComputer();
    void everyFieldIsKept_data();
    void everyFieldIsKept();
    void orderIsKept();
    void namesAreUnique();
    void changesAreKeptAndTold();
    void removedIsGone();
    void lastUsedIsKept();
    void lastUsedFallsBack();
    void isOnDiskAtOnceAndWhole();
    void sharesTheFileWithTheSettings();
    void damagedEntriesAreSkipped();
    void whatOthersWroteStays();
    void damagedFileIsNotFatal();
    void failuresAreTold();
    void fileIsPrivate();
    void noSecretHasAPlace();

private:
    QString folder() const { return m_home->filePath(QStringLiteral("data")); }
    QString file() const { return folder() + QStringLiteral("/settings.ini"); }
    QByteArray content() const
    {
        QFile ini(file());
        return ini.open(QIODevice::ReadOnly) ? ini.readAll() : QByteArray();
    }
    void setContent(const QByteArray &text) const
    {
        QFile ini(file());
        if (ini.open(QIODevice::WriteOnly))
            ini.write(text);
    }
    std::unique_ptr<QTemporaryDir> m_home;
};

void ConnectionsTest::startsWithThisComputer()
{
    const Connections connections(folder());
    QVERIFY(connections.all().isEmpty());
    QCOMPARE(connections.lastUsed(), Connections::localId);
    QVERIFY(!connections.find(Connections::localId));
}

void ConnectionsTest::everyFieldIsKept_data()
{
    QTest::addColumn<SavedConnection>("connection");
    QTest::newRow("least") << named(QStringLiteral("Coze"));
    QTest::newRow("token") << SavedConnection{
        .name = QStringLiteral("扣子, \"家\"; [1] = %20 @x \\ @Invalid()"),
        .base = QUrl(QStringLiteral("https://api.coze.cn/v1/%E5%AE%B6")),
        .expires = QDate(2027, 1, 31),
        .isBilled = true};
    QTest::newRow("service token") << SavedConnection{.name = QStringLiteral("@Lab"),
                                                      .base = QUrl(QStringLiteral("http://192.168.1.7:8080")),
                                                      .signIn = SavedConnection::SignIn::ServiceToken,
                                                      .authority =
                                                          testData(QStringLiteral("tls-certificate.pem")),
                                                      .mayBePlain = true,
                                                      .isBilled = false};
    QTest::newRow("device code") << SavedConnection{.name = QStringLiteral("Work"),
                                                    .base = QUrl(QStringLiteral("https://[fd00::1]:8443")),
                                                    .signIn = SavedConnection::SignIn::DeviceCode,
                                                    .clientId = QStringLiteral("57414.app.coze"),
                                                    .workspaceId = QStringLiteral("7511988408546279468"),
                                                    .accountId = QStringLiteral("7511988408546279000")};
}

void ConnectionsTest::everyFieldIsKept()
{
    QFETCH(SavedConnection, connection);
    connection.id = Connections(folder()).add(connection);
    QVERIFY(!connection.id.isEmpty());
    const Connections again(folder());
    QCOMPARE(again.all().size(), 1);
    QVERIFY(again.all().first() == connection);
    QVERIFY(again.find(connection.id) == connection);
    QCOMPARE(again.all().first().name, connection.name);
    QCOMPARE(again.all().first().base, connection.base);
}

void ConnectionsTest::orderIsKept()
{
    const auto names = [](const Connections &connections) {
        QStringList all;
        for (const SavedConnection &connection : connections.all())
            all << connection.name;
        return all.join(QLatin1Char(' '));
    };
    {
        Connections connections(folder());
        connections.add(named(QStringLiteral("z")));
        const QString middle = connections.add(named(QStringLiteral("m")));
        connections.add(named(QStringLiteral("a")));
        for (int i = 0; i < 9; ++i)
            connections.add(named(QString::number(9 - i)));
        connections.remove(middle);
    }
    Connections connections(folder());
    QCOMPARE(names(connections), QStringLiteral("z a 9 8 7 6 5 4 3 2 1"));
    connections.add(named(QStringLiteral("last")));
    SavedConnection first = connections.all().first();
    first.name = QStringLiteral("first");
    connections.change(first);
    QCOMPARE(names(Connections(folder())), QStringLiteral("first a 9 8 7 6 5 4 3 2 1 last"));
}

void ConnectionsTest::namesAreUnique()
{
    Connections connections(folder());
    const auto added = [&connections](const QString &name) {
        return connections.find(connections.add(named(name)))->name;
    };
    QCOMPARE(added(QStringLiteral("Coze")), QStringLiteral("Coze"));
    QCOMPARE(added(QStringLiteral("coze")), QStringLiteral("coze (2)"));
    QCOMPARE(added(QStringLiteral(" Coze \n")), QStringLiteral("Coze (3)"));
    QCOMPARE(added(QStringLiteral("this computer")), QStringLiteral("this computer (2)"));
    QCOMPARE(added(QString()), QStringLiteral("api.coze.cn"));
    {
        ChineseLanguage chinese;
        QCoreApplication::installTranslator(&chinese);
        QCOMPARE(added(QStringLiteral("本机")), QStringLiteral("本机 (2)"));
        QCOMPARE(added(QStringLiteral("This computer")), QStringLiteral("This computer (3)"));
    }

    SavedConnection second = connections.all().at(1);
    second.clientId = QStringLiteral("1");
    connections.change(second); // its own name is not taken by another
    QCOMPARE(connections.all().at(1).name, QStringLiteral("coze (2)"));
    second.name = QStringLiteral("Coze");
    connections.change(second);
    QCOMPARE(connections.all().at(1).name, QStringLiteral("Coze (2)"));
}

void ConnectionsTest::changesAreKeptAndTold()
{
    Connections connections(folder());
    QSignalSpy told(&connections, &Connections::changed);
    SavedConnection connection = named(QStringLiteral("Coze"));
    connection.clientId = QStringLiteral("old");
    connection.id = connections.add(connection);
    QCOMPARE(told.size(), 1);
    connection.clientId.clear();
    connection.expires = QDate(2030, 2, 1);
    connections.change(connection);
    QCOMPARE(told.size(), 2);
    connections.change(connection); // nothing new
    connections.change(named(QStringLiteral("Nobody")));
    connections.remove(QStringLiteral("Nobody"));
    QCOMPARE(told.size(), 2);
    QVERIFY(Connections(folder()).all() == QList<SavedConnection>{connection});
}

void ConnectionsTest::removedIsGone()
{
    Connections connections(folder());
    const QString id = connections.add(named(QStringLiteral("Coze")));
    const QString kept = connections.add(named(QStringLiteral("Other")));
    connections.setLastUsed(id);
    QSignalSpy told(&connections, &Connections::changed);
    connections.remove(id);
    QCOMPARE(told.size(), 1);
    QVERIFY(!connections.find(id));
    QVERIFY(!content().contains(id.toLatin1()));
    QCOMPARE(Connections(folder()).all().size(), 1);
    QCOMPARE(Connections(folder()).all().first().id, kept);
}

void ConnectionsTest::lastUsedIsKept()
{
    Connections connections(folder());
    const QString id = connections.add(named(QStringLiteral("Coze")));
    connections.setLastUsed(id);
    connections.setLastUsed(QStringLiteral("of the environment")); // never saved
    QCOMPARE(connections.lastUsed(), id);
    QCOMPARE(Connections(folder()).lastUsed(), id);
    connections.setLastUsed(Connections::localId);
    QCOMPARE(Connections(folder()).lastUsed(), Connections::localId);
}

void ConnectionsTest::lastUsedFallsBack()
{
    Connections connections(folder());
    const QString id = connections.add(named(QStringLiteral("Coze")));
    connections.add(named(QStringLiteral("Other")));
    connections.setLastUsed(id);
    connections.remove(id);
    QCOMPARE(connections.lastUsed(), Connections::localId);
    QCOMPARE(Connections(folder()).lastUsed(), Connections::localId);
    QSettings(file(), QSettings::IniFormat).setValue(QStringLiteral("lastConnection"), id);
    QCOMPARE(Connections(folder()).lastUsed(), Connections::localId);
}

void ConnectionsTest::isOnDiskAtOnceAndWhole()
{
    Connections connections(folder());
    connections.add(named(QStringLiteral("Coze")));
    QFile before(file());
    QVERIFY(before.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
    connections.add(named(QStringLiteral("Other")));
    QVERIFY(content().contains("name=Other"));
    // The old file was not written into but replaced: a crash leaves one or the other.
    QVERIFY(!before.readAll().contains("Other"));
    QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{QStringLiteral("settings.ini")});
}

void ConnectionsTest::sharesTheFileWithTheSettings()
{
    {
        Settings settings(folder());
        Connections connections(folder());
        settings.setTheme(Settings::Theme::Dark);
        connections.add(named(QStringLiteral("Coze")));
        settings.remember(QStringLiteral("connections"), 3);
        connections.add(named(QStringLiteral("Other")));
    }
    QCOMPARE(Settings(folder()).theme(), Settings::Theme::Dark);
    QCOMPARE(Settings(folder()).remembered(QStringLiteral("connections")).toInt(), 3);
    QCOMPARE(Connections(folder()).all().size(), 2);
}

void ConnectionsTest::damagedEntriesAreSkipped()
{
    const QString good = Connections(folder()).add(named(QStringLiteral("Coze")));
    QByteArray text = content();
    const auto entry = [&text](const char *id, const QByteArray &name, const QByteArray &address,
                               const QByteArray &signIn) {
        const QByteArray start = QByteArray(id) + "\\";
        text += start + "name=" + name + '\n' + start + "address=" + address + '\n' + start +
                "signIn=" + signIn + '\n' + start + "place=2\n";
    };
    QVERIFY(text.trimmed().startsWith("[connections]")); // the entries below are of this group
    entry("0c8f8a52-5c1e-4ad9-8a3e-000000000001", "Of the future", "https://a.example", "Passkey");
    entry("0c8f8a52-5c1e-4ad9-8a3e-000000000002", "", "https://a.example", "AccessToken");
    entry("0c8f8a52-5c1e-4ad9-8a3e-000000000003", "No host", "https://", "AccessToken");
    entry("0c8f8a52-5c1e-4ad9-8a3e-000000000004", "A file", "file:///etc/passwd", "AccessToken");
    entry("local", "Impostor", "https://a.example", "AccessToken");
    entry("0C8F8A52-5c1e-4ad9-8a3e-000000000005", "Other spelling", "https://a.example", "AccessToken");
    entry("0c8f8a52-5c1e-4ad9-8a3e-000000000006", "This computer", "https://u:p@a.example", "AccessToken");
    text += "0c8f8a52-5c1e-4ad9-8a3e-000000000006\\expires=tomorrow\n";
    setContent(text);

    const Connections connections(folder());
    QCOMPARE(connections.all().size(), 2);
    QCOMPARE(connections.all().first().id, good);
    const SavedConnection mended = connections.all().at(1);
    QCOMPARE(mended.name, QStringLiteral("This computer (2)"));
    QCOMPARE(mended.base, QUrl(QStringLiteral("https://a.example")));
    QVERIFY(!mended.expires.isValid());
}

void ConnectionsTest::whatOthersWroteStays()
{
    const QString id = Connections(folder()).add(named(QStringLiteral("Coze")));
    setContent(content() + id.toLatin1() + "\\colour=blue\nfuture\\name=Later\n\n[elsewhere]\nkey=1\n");
    {
        Connections connections(folder());
        SavedConnection connection = *connections.find(id);
        connection.clientId = QStringLiteral("new");
        connections.change(connection);
        connections.add(named(QStringLiteral("Other")));
    }
    QVERIFY(content().contains(QByteArray(id.toLatin1() + "\\colour=blue")));
    QVERIFY(content().contains(QByteArray(id.toLatin1() + "\\clientId=new")));
    QVERIFY(content().contains("future\\name=Later"));
    QVERIFY(content().contains("[elsewhere]\nkey=1"));
}

void ConnectionsTest::damagedFileIsNotFatal()
{
    QDir().mkpath(folder());
    const QByteArray damaged("[connections\nx\\=\x01\xff\n[[[\0]\n%%%\nlastConnection=@Variant(\x7f", 48);
    setContent(damaged);
    Connections connections(folder());
    QVERIFY(connections.all().isEmpty());
    QCOMPARE(connections.lastUsed(), Connections::localId);
    const QString id = connections.add(named(QStringLiteral("Coze")));
    connections.setLastUsed(id);
    QCOMPARE(Connections(folder()).lastUsed(), id);
    // Whoever can read it still finds it, and a second damage does not take its place.
    setContent("[also damaged");
    (void)Connections(folder());
    QFile aside(file() + QStringLiteral(".damaged"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), damaged);
    QCOMPARE(aside.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void ConnectionsTest::failuresAreTold()
{
    Connections connections(folder());
    QSignalSpy failed(&connections, &Connections::failed);
    connections.add(named(QStringLiteral("Coze")));
    QCOMPARE(failed.size(), 0);
    QVERIFY(QDir(folder()).removeRecursively());
    QFile inTheWay(folder());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    inTheWay.close();
    const QString id = connections.add(named(QStringLiteral("Other")));
    QCOMPARE(failed.size(), 1);
    const auto error = failed[0][0].value<Error>();
    QVERIFY(error.kind == Error::Kind::Storage);
    QVERIFY2(error.detail.contains(file()), qPrintable(error.detail));
    QVERIFY(connections.find(id)); // it holds as long as the application runs
    QVERIFY(inTheWay.remove());
    QVERIFY(QDir().mkpath(folder()));
    connections.setLastUsed(id);
    QCOMPARE(failed.size(), 1); // of this writing there is nothing to tell
    QVERIFY(content().contains("name=Other"));
}

void ConnectionsTest::fileIsPrivate()
{
    const mode_t before = ::umask(0);
    Connections connections(folder());
    const QString id = connections.add(named(QStringLiteral("Coze")));
    connections.add(named(QStringLiteral("Other")));
    connections.setLastUsed(id);
    connections.remove(id);
    ::umask(before);
    struct stat entry = {};
    QCOMPARE(::stat(QFile::encodeName(file()).constData(), &entry), 0);
    QCOMPARE(entry.st_mode & 07777, 0600U);
    QVERIFY(entry.st_size > 0);
}

void ConnectionsTest::noSecretHasAPlace()
{
    SavedConnection connection = named(QStringLiteral("Lab"));
    connection.base =
        QUrl(QStringLiteral("https://user:pat_marker@a.example/v1?token=pat_marker#pat_marker"));
    connection.authority =
        testData(QStringLiteral("tls-key.pem")) + testData(QStringLiteral("tls-certificate.pem"));
    QVERIFY(connection.authority.contains("PRIVATE KEY"));
    {
        Connections connections(folder());
        connection.id = connections.add(connection);
        QCOMPARE(connections.find(connection.id)->base, QUrl(QStringLiteral("https://a.example/v1")));
        connections.change(connection);
        connections.setLastUsed(connection.id);
    }
    QVERIFY(!content().contains("pat_marker"));
    QVERIFY(!content().contains("PRIVATE"));
    QVERIFY(content().contains("BEGIN CERTIFICATE"));

    // A new key must be looked at here: is it a secret?
    QStringList keys = QSettings(file(), QSettings::IniFormat).allKeys();
    keys.replaceInStrings(QRegularExpression(QStringLiteral("^connections/[0-9a-f-]{36}/")), QString());
    keys.sort();
    QCOMPARE(keys, QStringLiteral(
                       "accountId address authority clientId expires isBilled lastConnection mayBePlain name "
                       "place signIn workspaceId")
                       .split(QLatin1Char(' ')));
}

ROOM_TEST(ConnectionsTest, QCoreApplication)
#include "test_connections.moc"
