// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/lookfirst.h"

#include "account/servicename.h"
#include "style/errortext.h"

#include <QLocale>

// What is said at each step.

namespace {

QString clock(const QDateTime &time)
{
    const QDateTime local = time.toLocalTime();
    const QLocale locale;
    return local.date() == QDate::currentDate() ? locale.toString(local.time(), QLocale::ShortFormat)
                                                : locale.toString(local, QLocale::ShortFormat);
}

} // namespace

QString LookFirst::sentence() const
{
    const QString &name = m_attempt.name;
    const QString time = m_found.time.isValid() ? clock(m_found.time) : QString();
    switch (m_state) {
    case State::Hidden:
        return {};
    case State::Unknown:
        return isReplacing() ? tr("Nobody knows whether the recording of “%1” was replaced.").arg(name)
                             : tr("Nobody knows whether “%1” was made.").arg(name);
    case State::Looking:
        return tr("Looking at the list…");
    case State::Failed:
        return tr("The list could not be read.");
    case State::Found:
        if (isReplacing())
            return time.isEmpty() ? tr("“%1” is there: does it have this recording?").arg(name)
                                  : tr("“%1” was changed at %2: is it this one?").arg(name, time);
        return time.isEmpty() ? tr("“%1” is there: is it this one?").arg(name)
                              : tr("“%1” is there, made at %2: is it this one?").arg(name, time);
    case State::Missing:
        return isReplacing() ? tr("It was not replaced.") : tr("It was not made.");
    }
    return {};
}

QString LookFirst::advice() const
{
    const QString &name = m_attempt.name;
    if (!canLook())
        return tr("It was sent to “%1”, which is not connected now: connect to it again to go on.")
            .arg(serviceName(m_attempt.connection));
    switch (m_state) {
    case State::Unknown: {
        // What a support desk asks for, where there is any.
        const bool hasLogId = m_error && !m_error->logId.isEmpty();
        return (isReplacing()
                    ? tr("All was sent, but no answer came that could be understood: it may have been "
                         "replaced already. Look before you send it again.")
                    : tr("All was sent, but no answer came that could be understood: it may have been "
                         "made already. Look before you send it again.")) +
               (hasLogId ? QLatin1Char('\n') + errorDetails(*m_error) : QString());
    }
    case State::Failed:
        return errorSentence(*m_error) + QLatin1Char(' ') + errorAdvice(*m_error);
    case State::Missing:
        return isReplacing() ? tr("“%1” was not changed since then.").arg(name)
                             : tr("No “%1” has come into the list since then.").arg(name);
    default:
        return {};
    }
}
