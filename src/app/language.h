// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/settings.h"

#include <QTranslator>

//! The language of the application: its own catalogues and Qt's, from the program itself. Every widget hears
//! of a change.
class Language : public QObject
{
    Q_OBJECT
public:
    //! Applies what \a settings say, now and whenever that changes.
    explicit Language(const Settings &settings, QObject *parent = nullptr);

private:
    void apply(Settings::Language choice);

    QTranslator m_words;
    QTranslator m_qtWords;
};
