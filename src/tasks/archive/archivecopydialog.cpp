// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archivecopydialog.h"

#include "account/services.h"
#include "base/wire.h"
#include "common/groupchooser.h"
#include "ui_archivecopydialog.h"

#include <QLayout>
#include <QLocale>
#include <QPushButton>
#include <QScreen>

#include <algorithm>

using State = ArchiveCopy::State;

ArchiveCopyDialog::ArchiveCopyDialog(const Studio &studio, const QList<Recording> &recordings, Client *client,
                                     QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
    , m_recordings(recordings)
    , m_copy(new ArchiveCopy(studio, recordings, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form.setUp(this, [this] { retranslate(); });
    m_form->groupChooser->setFirstAsDefault(false);
    m_form->groupLabel->setBuddy(m_form->groupChooser);
    m_form->row->follow(m_copy->call(), "copyProgress", "cancelCopyButton");
    connect(m_form->groupChooser, &GroupChooser::chosen, this, [this] {
        m_form->notice->clear();
        m_copy->setTarget(m_form->groupChooser->current());
    });
    connect(m_form->groupChooser, &GroupChooser::changed, this, &ArchiveCopyDialog::refresh);
    connect(m_form->groupChooser, &GroupChooser::failed, m_form->notice,
            qOverload<const Error &>(&Notice::show));
    connect(m_form->skipBox, &QCheckBox::toggled, m_copy, &ArchiveCopy::setSkipsDoubles);
    connect(m_form->startButton, &QPushButton::clicked, this, &ArchiveCopyDialog::start);
    connect(m_form->lookButton, &QPushButton::clicked, this, [this] {
        m_form->notice->clear();
        m_copy->look();
    });
    connect(m_form->closeButton, &QPushButton::clicked, this, &ArchiveCopyDialog::reject);
    connect(m_copy, &ArchiveCopy::changed, this, &ArchiveCopyDialog::refresh);
    connect(m_copy, &ArchiveCopy::failed, m_form->notice, qOverload<const Error &>(&Notice::show));
    setClient(client);
    m_form->groupChooser->setFocus();
    retranslate();
    const QSize wanted(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 20);
    resize(wanted.boundedTo(screen()->availableSize() * 0.92));
}

void ArchiveCopyDialog::setClient(Client *client)
{
    m_client = client;
    m_copy->setClient(client);
    m_form->groupChooser->setClient(client);
    if (client)
        m_form->groupChooser->reload();
    retranslate();
}

void ArchiveCopyDialog::start()
{
    m_form->notice->clear();
    m_hasStarted = true;
    m_copy->start();
}

void ArchiveCopyDialog::reject()
{
    if (m_copy->state() == State::Sending)
        return m_copy->stop();
    QDialog::reject();
}

void ArchiveCopyDialog::refresh()
{
    const State state = m_copy->state();
    const bool isSending = state == State::Sending;
    QStringList words{outcomeText(), planText()};
    words.removeAll(QString());
    m_form->planLabel->setText(words.join(QStringLiteral("\n\n")));
    m_form->planLabel->setAccessibleName(m_form->planLabel->text());
    m_form->groupChooser->setEnabled(m_client && !isSending && state != State::Finished);
    m_form->skipBox->setEnabled(!isSending && state != State::Finished);
    m_form->lookButton->setVisible(state == State::Unread);
    m_form->startButton->setVisible(state != State::Finished);
    m_form->startButton->setEnabled(state == State::Ready && m_copy->plan().canStart());
    m_form->startButton->setText(m_copy->enrolled().isEmpty() ? tr("&Copy") : tr("&Copy the rest"));
    m_form->closeButton->setEnabled(!isSending);
    if (isSending)
        m_form->row->setWords(tr("%1 of %2: %3", "a number, a number, a name")
                                  .arg(m_copy->number())
                                  .arg(m_copy->count())
                                  .arg(m_copy->current()),
                              tr("Progress of the upload"), tr("Ca&ncel"));
}

void ArchiveCopyDialog::retranslate()
{
    setWindowTitle(tr("Copy to another group"));
    QStringList names;
    for (const Recording &recording : m_recordings)
        names << recording.name;
    m_form->whatLabel->setText(tr("%n recording(s): %1. Each is enrolled as a new voiceprint, with its name "
                                  "and description.",
                                  nullptr, int(names.size()))
                                   .arg(QLocale().createSeparatedList(names)));
    m_form->groupLabel->setText(
        m_client ? tr("&Group of “%1”:").arg(connectionname::shown(m_client->connection())) : tr("&Group:"));
    refresh();
}

bool ArchiveCopyDialog::event(QEvent *event)
{
    const bool isDone = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        // What is said may need more height.
        const int needed =
            std::min(layout()->totalHeightForWidth(width()), int(screen()->availableSize().height() * 0.92));
        if (needed > height())
            resize(width(), needed);
    }
    return isDone;
}

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
