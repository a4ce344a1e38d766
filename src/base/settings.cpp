// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/settings.h"

#include "base/files.h"
#include "base/process.h"

#include <QDir>
#include <QFile>
#include <QMetaEnum>
#include <QSettings>

namespace {

const QString themeKey = QStringLiteral("theme");
const QString languageKey = QStringLiteral("language");
const QString keepKey = QStringLiteral("keepRecordings");
const QString speakerModelKey = QStringLiteral("speakerModel");

// The next writing would lose what cannot be read.
void putDamagedAside(const QString &path)
{
    if (QSettings(path, QSettings::IniFormat).status() != QSettings::FormatError)
        return;
    const auto content = files::read(path, 16'000'000);
    const QString aside = path + QStringLiteral(".damaged");
    if (content && !QFile::exists(aside) && files::write(aside, *content))
        qCWarning(logStorage).noquote() << "settings: damaged; as it was it is kept in" << aside;
}

QString rememberedKey(const QString &key)
{
    return QStringLiteral("remembered/") + key;
}

template <class Choice>
Choice read(const QSettings &store, const QString &key)
{
    bool isKnown = false;
    const QByteArray word = store.value(key).toString().toLatin1();
    const int value = QMetaEnum::fromType<Choice>().keyToValue(word.constData(), &isKnown);
    return isKnown ? static_cast<Choice>(value) : Choice::System;
}

template <class Choice>
QString word(Choice choice)
{
    return QString::fromLatin1(QMetaEnum::fromType<Choice>().valueToKey(static_cast<int>(choice)));
}

} // namespace

// The file is made private before QSettings writes it, which keeps the mode of a file that is there.
QString settingsFile(const QString &dataDirectory)
{
    QString path = QDir(dataDirectory).filePath(QStringLiteral("settings.ini"));
    auto made = files::makePrivateDirectory(dataDirectory);
    if (made)
        made = QFile::exists(path) ? files::makePrivate(path) : files::write(path, {});
    if (!made)
        qCWarning(logStorage).noquote() << "settings:" << made.error().detail;
    else
        putDamagedAside(path);
    return path;
}

Settings::Settings(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_store(settingsFile(dataDirectory), QSettings::IniFormat)
{}

Settings::Theme Settings::theme() const
{
    return read<Theme>(m_store, themeKey);
}

void Settings::setTheme(Theme theme)
{
    if (theme == this->theme())
        return;
    m_store.setValue(themeKey, word(theme));
    emit themeChanged(theme);
}

Settings::Language Settings::language() const
{
    return read<Language>(m_store, languageKey);
}

void Settings::setLanguage(Language language)
{
    if (language == this->language())
        return;
    m_store.setValue(languageKey, word(language));
    emit languageChanged(language);
}

bool Settings::keepsRecordings() const
{
    return remembered(keepKey, false).toBool();
}

void Settings::setKeepsRecordings(bool keeps)
{
    remember(keepKey, keeps);
}

QString Settings::speakerModel() const
{
    return remembered(speakerModelKey).toString();
}

void Settings::setSpeakerModel(const QString &model)
{
    remember(speakerModelKey, model);
}

QVariant Settings::remembered(const QString &key, const QVariant &fallback) const
{
    return m_store.value(rememberedKey(key), fallback);
}

void Settings::remember(const QString &key, const QVariant &value)
{
    m_store.setValue(rememberedKey(key), value);
}
