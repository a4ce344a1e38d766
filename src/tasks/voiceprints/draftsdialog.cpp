// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/draftsdialog.h"

#include "account/connections.h"
#include "account/services.h"
#include "base/files.h"
#include "base/process.h"
#include "base/wire.h"
#include "devices/player.h"
#include "style/lineicon.h"
#include "style/words.h"
#include "ui_draftsdialog.h"

#include <QLocale>
#include <QShortcut>

DraftsModel::DraftsModel(Drafts *drafts, const Connections *connections, QObject *parent)
    : LocalModel(columns(connections), parent)
{
    if (connections)
        connect(connections, &Connections::changed, this, &DraftsModel::retranslate);
    connect(drafts, &Drafts::changed, this, [this, drafts] { setRecords(drafts->all()); });
    setRecords(drafts->all());
}

QList<Column<Recording>> DraftsModel::columns(const Connections *connections)
{
    return {{[] { return tr("Name"); },
             [](const Recording &draft) { return draft.name.isEmpty() ? tr("(no name yet)") : draft.name; }},
            {[] { return tr("For"); }, &DraftsModel::purpose},
            {[] { return tr("Length"); },
             [](const Recording &draft) {
                 return draft.length.count() > 0 ? clockText(draft.length) : tr("recording…");
             },
             {},
             Qt::AlignTrailing | Qt::AlignVCenter},
            {[] { return tr("Recorded"); },
             [](const Recording &draft) {
                 return QLocale().toString(draft.created.toLocalTime(), QLocale::ShortFormat);
             }},
            {[] { return tr("Connection"); },
             [connections](const Recording &draft) {
                 return connectionname::shown(draft.connection, connections);
             }},
            {[] { return tr("Recorded over"); },
             [](const Recording &draft) { // nobody said it of a voice to identify
                 return draft.purpose == Recording::Purpose::Identify ? QString()
                                                                      : channelName(draft.channel);
             }}};
}

QString DraftsModel::purpose(const Recording &draft)
{
    const QString group = draft.groupName.isEmpty() ? tr("no group yet") : draft.groupName;
    const QString purposes[] = {tr("New voiceprint in %1"), tr("New recording for a voiceprint in %1"),
                                tr("To identify in %1")}; // by Recording::Purpose
    return purposes[int(draft.purpose)].arg(group);
}

DraftsDialog::DraftsDialog(const Studio &studio, QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
    , m_model(new DraftsModel(studio.drafts, studio.connections, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form.setUp(this, [this] { retranslate(); });
    m_form->table->setModel(m_model);
    m_form->table->restoreColumns(*studio.settings, QStringLiteral("columns/drafts"), {18, 0, 8, 20, 16, 14});

    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        const auto draft = current();
        m_selected = draft ? draft->id : QString();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_form->confirm->dismiss();
        select(m_model->rowOf(m_selected));
    });
    connect(m_form->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_form->notice->clear();
        refresh();
    });
    connect(m_form->table, &RecordTable::chosen, this, &DraftsDialog::send);
    connect(m_form->playButton, &QPushButton::clicked, this, &DraftsDialog::play);
    connect(m_form->sendButton, &QPushButton::clicked, this, &DraftsDialog::send);
    connect(m_form->deleteButton, &QPushButton::clicked, this, &DraftsDialog::askToDelete);
    connect(m_form->closeButton, &QPushButton::clicked, this, &DraftsDialog::reject);
    connect(new QShortcut(Qt::Key_Space, m_form->table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &DraftsDialog::play);
    connect(new QShortcut(QKeySequence::Delete, m_form->table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &DraftsDialog::askToDelete);
    connect(studio.player, &Player::playing, this, &DraftsDialog::refresh);
    connect(studio.player, &Player::stopped, this, &DraftsDialog::refresh);
    connect(studio.player, &Player::failed, m_form->notice, qOverload<const Error &>(&Notice::show));
    connect(this, &QDialog::finished, studio.player, [player = studio.player, drafts = studio.drafts] {
        if (drafts->find(player->subject()))
            player->stop();
    });
    select(0);
    m_form->table->setFocus();
    retranslate();
}

std::optional<Recording> DraftsDialog::current() const
{
    return m_model->at(m_form->table->currentIndex().row());
}

void DraftsDialog::select(int row)
{
    if (m_model->rowCount() > 0)
        m_form->table->selectRow(std::max(0, row));
    refresh();
}

void DraftsDialog::refresh()
{
    const auto draft = current();
    const bool isWhole = draft && draft->length.count() > 0;
    const bool isPlaying = draft && m_studio.player->subject() == draft->id;
    const bool isEmpty = m_model->rowCount() == 0;
    m_form->stack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_form->empty) : m_form->listPage);
    if (isEmpty)
        m_form->closeButton->setFocus(); // the keyboard had the list, or would have got it
    m_form->playButton->setEnabled(isWhole);
    m_form->sendButton->setEnabled(isWhole);
    m_form->deleteButton->setEnabled(isWhole);
    m_form->playButton->setText(isPlaying ? tr("S&top") : tr("&Play"));
    m_form->playButton->setIcon(lineIcon(isPlaying ? QStringLiteral("stop") : QStringLiteral("play")));
}

void DraftsDialog::play()
{
    const auto draft = current();
    if (!draft)
        return;
    m_form->notice->clear();
    if (m_studio.player->subject() == draft->id)
        return m_studio.player->stop();
    inBackground(
        this,
        [path = draft->path] { return files::read(path, 4 * wire::maxFileBytes).and_then(audio::readWav); },
        [this, id = draft->id](const Result<audio::Clip> &clip) {
            const auto now = current();
            if (!clip)
                m_form->notice->show(clip.error());
            else if (isVisible() && now && now->id == id)
                m_studio.player->play(*clip, id);
        });
}

void DraftsDialog::send()
{
    const auto draft = current();
    if (!draft || draft->length.count() == 0)
        return;
    accept();
    emit sendRequested(*draft);
}

void DraftsDialog::askToDelete()
{
    const auto draft = current();
    if (!draft || draft->length.count() == 0)
        return;
    m_form->confirm->ask(
        [draft = *draft] {
            const QString length = clockText(draft.length);
            return draft.name.isEmpty()
                       ? tr("Delete this recording of %1? It was never sent: nothing of it will be left.")
                             .arg(length)
                       : tr("Delete the recording of “%1” (%2)? It was never sent: nothing of it will be "
                            "left.")
                             .arg(draft.name, length);
        },
        [] { return tr("Delete"); },
        [this, id = draft->id] {
            if (m_studio.player->subject() == id)
                m_studio.player->stop();
            m_studio.drafts->remove(id);
        });
}

void DraftsDialog::retranslate()
{
    setWindowTitle(tr("Unsent recordings"));
    m_form->empty->describe(QStringLiteral("unsent"), tr("Nothing is waiting"),
                            tr("Recordings that were not sent are kept here: after a failed upload, a closed "
                               "window or a crash."));
    m_model->retranslate();
    refresh();
}
