// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSettings>
#include <QString>
#include <QVariant>

//! The path of settings.ini in \a dataDirectory, which is there from now on and private to its owner.
QString settingsFile(const QString &dataDirectory);

//! What the user chose and how the windows stood, in settings.ini of the data directory. Never a token.
class Settings : public QObject
{
    Q_OBJECT
public:
    enum class Theme { System, Light, Dark };
    Q_ENUM(Theme)
    enum class Language { System, English, SimplifiedChinese };
    Q_ENUM(Language)

    explicit Settings(const QString &dataDirectory, QObject *parent = nullptr);

    Theme theme() const;
    void setTheme(Theme theme);
    Language language() const;
    void setLanguage(Language language);

    //! Whether recordings stay on this computer after their enrolment; off until the user wishes so.
    bool keepsRecordings() const;
    void setKeepsRecordings(bool keeps);

    //! The network by which “This computer” tells voices apart, as speaker::Engines::choose() takes it;
    //! empty: the best that is there.
    QString speakerModel() const;
    void setSpeakerModel(const QString &model);

    //! Anything a window remembers of itself: geometry, splitters, columns, the last group, the microphone.
    QVariant remembered(const QString &key, const QVariant &fallback = {}) const;
    void remember(const QString &key, const QVariant &value);

signals:
    void themeChanged(Settings::Theme theme);
    void languageChanged(Settings::Language language);

private:
    QSettings m_store;
};
