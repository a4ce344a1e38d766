// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/startoptions.h"
#include "base/settings.h"

#include <QTranslator>

//! The language of the application. Its catalogues and Qt's come from the program itself; every widget hears
//! of a change.
class Language : public QObject
{
    Q_OBJECT
public:
    //! Applies what \a settings say, now and whenever that changes.
    explicit Language(const Settings &settings, QObject *parent = nullptr)
        : QObject(parent)
    {
        connect(&settings, &Settings::languageChanged, this, &Language::apply);
        apply(settings.language());
    }

private:
    void apply(Settings::Language choice);

    QTranslator m_words;
    QTranslator m_qtWords;
};

//! Runs the application until its window is closed and gives the exit code. A second start with the same data
//! directory only brings the first one's window to the front.
int runStudio(const StartOptions &options);
