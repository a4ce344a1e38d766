// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/languagename.h"

#include <QCoreApplication>
#include <QLocale>

namespace {

// Qt knows the English names; these, the most common ones, are translated.
const char *const commonNames[] = {
    QT_TRANSLATE_NOOP("Language", "Arabic"),     QT_TRANSLATE_NOOP("Language", "Cantonese"),
    QT_TRANSLATE_NOOP("Language", "Chinese"),    QT_TRANSLATE_NOOP("Language", "Dutch"),
    QT_TRANSLATE_NOOP("Language", "English"),    QT_TRANSLATE_NOOP("Language", "French"),
    QT_TRANSLATE_NOOP("Language", "German"),     QT_TRANSLATE_NOOP("Language", "Hindi"),
    QT_TRANSLATE_NOOP("Language", "Indonesian"), QT_TRANSLATE_NOOP("Language", "Italian"),
    QT_TRANSLATE_NOOP("Language", "Japanese"),   QT_TRANSLATE_NOOP("Language", "Korean"),
    QT_TRANSLATE_NOOP("Language", "Malay"),      QT_TRANSLATE_NOOP("Language", "Polish"),
    QT_TRANSLATE_NOOP("Language", "Portuguese"), QT_TRANSLATE_NOOP("Language", "Russian"),
    QT_TRANSLATE_NOOP("Language", "Spanish"),    QT_TRANSLATE_NOOP("Language", "Swedish"),
    QT_TRANSLATE_NOOP("Language", "Thai"),       QT_TRANSLATE_NOOP("Language", "Turkish"),
    QT_TRANSLATE_NOOP("Language", "Ukrainian"),  QT_TRANSLATE_NOOP("Language", "Vietnamese"),
};

bool isCommon(const QByteArray &name)
{
    return std::any_of(std::begin(commonNames), std::end(commonNames),
                       [&](const char *common) { return name == common; });
}

} // namespace

QString languageName(const QString &code, const QString &fallback)
{
    const QString shown = fallback.isEmpty() ? code : fallback;
    const QLocale locale(QString(code).replace(QLatin1Char('-'), QLatin1Char('_')));
    if (code.isEmpty() || locale.language() == QLocale::C)
        return shown;
    const QString english = QLocale::languageToString(locale.language());
    QString name = english;
    if (isCommon(english.toUtf8()))
        name = QCoreApplication::translate("Language", english.toUtf8().constData());
    else if (QLocale().language() != QLocale::English && !fallback.isEmpty())
        return fallback; // the service may know the word; Qt knows the language's own, for which there may be
                         // no font
    if (!code.contains(QLatin1Char('-')))
        return name;
    const QString variant = code.section(QLatin1Char('-'), 1, 1);
    return QCoreApplication::translate("Language", "%1 (%2)", "a language and its variant")
        .arg(name, variant.size() <= 3 ? variant.toUpper() : variant);
}
