// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/settings.h"
#include "runner.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <sys/stat.h>

class SettingsTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void defaults();
    void choicesAreKept();
    void changesAreTold();
    void strangeWordsAreDefaults();
    void remembers();
    void fileIsPrivate();
    void looseFileIsMadePrivate();

private:
    QString folder() const { return m_home->filePath(QStringLiteral("data")); }
    QString file() const { return folder() + QStringLiteral("/settings.ini"); }
    std::unique_ptr<QTemporaryDir> m_home;
};

void SettingsTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
}

void SettingsTest::defaults()
{
    const Settings settings(folder());
    QCOMPARE(settings.theme(), Settings::Theme::System);
    QCOMPARE(settings.language(), Settings::Language::System);
    QVERIFY(!settings.remembered(QStringLiteral("geometry")).isValid());
    QCOMPARE(settings.remembered(QStringLiteral("column"), 7).toInt(), 7);
}

void SettingsTest::choicesAreKept()
{
    {
        Settings settings(folder());
        settings.setTheme(Settings::Theme::Dark);
        settings.setLanguage(Settings::Language::SimplifiedChinese);
    }
    const Settings settings(folder());
    QCOMPARE(settings.theme(), Settings::Theme::Dark);
    QCOMPARE(settings.language(), Settings::Language::SimplifiedChinese);
}

void SettingsTest::changesAreTold()
{
    Settings settings(folder());
    QSignalSpy themes(&settings, &Settings::themeChanged);
    QSignalSpy languages(&settings, &Settings::languageChanged);
    settings.setTheme(Settings::Theme::Light);
    settings.setTheme(Settings::Theme::Light);
    settings.setLanguage(Settings::Language::English);
    settings.setLanguage(Settings::Language::English);
    QCOMPARE(themes.size(), 1);
    QCOMPARE(themes.first().first().value<Settings::Theme>(), Settings::Theme::Light);
    QCOMPARE(languages.size(), 1);
}

void SettingsTest::strangeWordsAreDefaults()
{
    {
        Settings settings(folder());
        settings.setTheme(Settings::Theme::Dark);
    }
    QFile ini(file());
    QVERIFY(ini.open(QIODevice::WriteOnly));
    ini.write("[General]\ntheme=Pink\nlanguage=\x01\xff\n[[[");
    ini.close();
    Settings settings(folder());
    QCOMPARE(settings.theme(), Settings::Theme::System);
    QCOMPARE(settings.language(), Settings::Language::System);
    settings.setTheme(Settings::Theme::Light);
    QCOMPARE(settings.theme(), Settings::Theme::Light);
}

void SettingsTest::remembers()
{
    const QByteArray geometry("\0\1\2@\xff", 5);
    {
        Settings settings(folder());
        settings.remember(QStringLiteral("window/geometry"), geometry);
        settings.remember(QStringLiteral("theme"), QStringLiteral("not the theme"));
        settings.remember(QStringLiteral("group"), QStringLiteral("7511988408546279468"));
    }
    const Settings settings(folder());
    QCOMPARE(settings.remembered(QStringLiteral("window/geometry")).toByteArray(), geometry);
    QCOMPARE(settings.remembered(QStringLiteral("group")).toString(), QStringLiteral("7511988408546279468"));
    QCOMPARE(settings.theme(), Settings::Theme::System);
}

void SettingsTest::fileIsPrivate()
{
    const mode_t before = ::umask(0);
    {
        Settings settings(folder());
        settings.remember(QStringLiteral("x"), 1);
    }
    ::umask(before);
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QCOMPARE(QFileInfo(file()).permissions(), QFile::Permissions(owner));
    QVERIFY(QFileInfo(file()).size() > 0);
}

void SettingsTest::looseFileIsMadePrivate()
{
    {
        Settings settings(folder());
        settings.remember(QStringLiteral("x"), 1);
    }
    QVERIFY(QFile::setPermissions(file(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    {
        Settings settings(folder());
        settings.remember(QStringLiteral("x"), 2);
    }
    QVERIFY(!QFileInfo(file()).permissions().testFlag(QFile::ReadOther));
}

ROOM_TEST(SettingsTest, QCoreApplication)
#include "test_settings.moc"
