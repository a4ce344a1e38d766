// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archivecopydialog.h"

#include "account/servicename.h"
#include "ui_archivecopydialog.h"

#include <QLayout>
#include <QLocale>
#include <QPushButton>
#include <QScreen>

#include <algorithm>

using State = ArchiveCopy::State;

ArchiveCopyDialog::ArchiveCopyDialog(const Studio &studio, const QList<KeptRecording> &recordings,
                                     Client *client, QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
    , m_recordings(recordings)
    , m_form(std::make_unique<Ui::ArchiveCopyDialog>())
    , m_copy(new ArchiveCopy(studio, recordings, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form->setupUi(this);
    m_form->groupChooser->setFirstAsDefault(false);
    m_form->groupLabel->setBuddy(m_form->groupChooser);
    m_form->row->setNames(QStringLiteral("copyProgress"), QStringLiteral("cancelCopyButton"));
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
    connect(m_form->row, &CallRow::cancelled, this, &ArchiveCopyDialog::cancel);
    connect(m_form->row, &CallRow::lost, m_copy, &ArchiveCopy::stop);
    connect(m_copy, &ArchiveCopy::calling, m_form->row, &CallRow::follow);
    connect(m_copy, &ArchiveCopy::answered, m_form->row, &CallRow::finish);
    connect(m_copy, &ArchiveCopy::changed, this, &ArchiveCopyDialog::refresh);
    connect(m_copy, &ArchiveCopy::failed, m_form->notice, qOverload<const Error &>(&Notice::show));
    setClient(client);
    m_form->groupChooser->setFocus();
    retranslate();
    const QSize wanted(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 20);
    resize(wanted.boundedTo(screen()->availableSize() * 0.92));
}

ArchiveCopyDialog::~ArchiveCopyDialog() = default;

void ArchiveCopyDialog::setClient(Client *client)
{
    cancel();
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

void ArchiveCopyDialog::cancel()
{
    m_copy->stop(m_form->row->abort());
}

void ArchiveCopyDialog::reject()
{
    if (m_copy->state() == State::Sending)
        return cancel();
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
    for (const KeptRecording &recording : m_recordings)
        names << recording.name;
    m_form->whatLabel->setText(tr("%n recording(s): %1. Each is enrolled as a new voiceprint, with its name "
                                  "and description.",
                                  nullptr, int(names.size()))
                                   .arg(QLocale().createSeparatedList(names)));
    m_form->groupLabel->setText(m_client ? tr("&Group of “%1”:").arg(serviceName(m_client->connection()))
                                         : tr("&Group:"));
    refresh();
}

void ArchiveCopyDialog::fit()
{
    const int needed =
        std::min(layout()->totalHeightForWidth(width()), int(screen()->availableSize().height() * 0.92));
    if (needed > height())
        resize(width(), needed);
}

bool ArchiveCopyDialog::event(QEvent *event)
{
    const bool isDone = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        fit();
    return isDone;
}

void ArchiveCopyDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_form->retranslateUi(this);
        retranslate();
    }
}
