// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language.h"

#include <QCoreApplication>
#include <QLocale>

Language::Language(const Settings &settings, QObject *parent)
    : QObject(parent)
{
    connect(&settings, &Settings::languageChanged, this, &Language::apply);
    apply(settings.language());
}

void Language::apply(Settings::Language choice)
{
    const QLocale system = QLocale::system();
    const bool chinese = choice == Settings::Language::SimplifiedChinese ||
                         (choice == Settings::Language::System &&
                          system.uiLanguages().value(0).startsWith(QLatin1String("zh")));
    QCoreApplication::removeTranslator(&m_words);
    QCoreApplication::removeTranslator(&m_qtWords);
    const QLocale::Language language = chinese ? QLocale::Chinese : QLocale::English;
    // Before the translators: the widgets that hear of the change write numbers and dates anew.
    QLocale::setDefault(system.language() == language ? system : QLocale(language));

    const QString code = chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    if (chinese && m_qtWords.load(QStringLiteral(":/translations/qtbase_zh_CN.qm")))
        QCoreApplication::installTranslator(&m_qtWords);
    if (m_words.load(QStringLiteral(":/translations/voiceprint-studio_%1.qm").arg(code)))
        QCoreApplication::installTranslator(&m_words);
}
