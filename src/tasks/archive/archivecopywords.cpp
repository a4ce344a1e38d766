// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/wire.h"
#include "common/groupchooser.h"
#include "tasks/archive/archivecopydialog.h"
#include "ui_archivecopydialog.h"

#include <QLocale>

// What is said before, and what afterwards.

using State = ArchiveCopy::State;

QString ArchiveCopyDialog::priceText() const
{
    const int calls = int(m_copy->plan().toSend.size());
    const QString count = tr("This makes %n call(s), one for each recording.", nullptr, calls);
    return m_client && m_client->connection().isBilled
               ? tr("%1 Enrolment is not billed; identification is.").arg(count)
               : tr("%1 Nothing is billed here.").arg(count);
}

QString ArchiveCopyDialog::planText() const
{
    const auto group = m_form->groupChooser->current();
    switch (m_copy->state()) {
    case State::Untargeted:
        if (!m_client)
            return tr("There is no connection now. Connect first.");
        return m_form->groupChooser->isEmpty()
                   ? tr("This connection has no group yet. Make one under Voiceprints first.")
                   : tr("Choose the group that the recordings are to be enrolled in.");
    case State::Reading:
        return tr("Reading what the group holds…");
    case State::Unread:
        return tr("What the group holds could not be read. Nothing is sent before that is known.");
    case State::Sending:
    case State::Finished:
        return {};
    case State::Ready:
        break;
    }
    const ArchivePlan plan = m_copy->plan();
    const QString name = group ? group->name : QString();
    QStringList lines;
    if (!plan.doubles.isEmpty() && m_form->skipBox->isChecked())
        lines
            << tr("Left out, since the name is there: %1.").arg(QLocale().createSeparatedList(plan.doubles));
    else if (!plan.doubles.isEmpty())
        lines << tr("These names would be in the group twice, and agents tell people apart by name: %1.")
                     .arg(QLocale().createSeparatedList(plan.doubles));
    if (plan.toSend.isEmpty())
        lines << tr("All of these names are in the group already: nothing is left to send.");
    else if (!plan.fits())
        lines << tr("“%1” holds %2 of %3 voiceprints: there is room for %n more. Select fewer recordings, "
                    "or choose another group.",
                    nullptr, plan.room())
                     .arg(name)
                     .arg(plan.held)
                     .arg(wire::maxVoiceprintsPerGroup);
    else
        lines << priceText();
    return lines.join(QStringLiteral("\n\n"));
}

QString ArchiveCopyDialog::outcomeText() const
{
    if (!m_hasStarted || m_copy->state() == State::Sending)
        return {};
    QStringList lines;
    const QStringList done = m_copy->enrolled();
    const QStringList left = m_copy->left();
    if (m_copy->state() == State::Finished)
        return tr("Done. %n recording(s) were enrolled: %1.", nullptr, int(done.size()))
            .arg(QLocale().createSeparatedList(done));
    lines << (done.isEmpty()
                  ? tr("It stopped. Nothing was enrolled so far.")
                  : tr("It stopped. Enrolled so far: %1.").arg(QLocale().createSeparatedList(done)));
    if (!m_copy->uncertain().isEmpty())
        lines << tr("Nobody knows whether “%1” was enrolled, since no answer came.").arg(m_copy->uncertain());
    if (!left.isEmpty())
        lines << tr("Left: %1.").arg(QLocale().createSeparatedList(left));
    return lines.join(QLatin1Char('\n'));
}
