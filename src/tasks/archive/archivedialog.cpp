// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archivedialog.h"

#include "account/connections.h"
#include "account/services.h"
#include "base/files.h"
#include "base/process.h"
#include "base/wire.h"
#include "devices/player.h"
#include "style/lineicon.h"
#include "style/words.h"
#include "tasks/archive/archivecopydialog.h"
#include "ui_archivedialog.h"

#include <QLocale>
#include <QScreen>
#include <QShortcut>
#include <QSignalBlocker>

#include <algorithm>

ArchiveModel::ArchiveModel(Archive *archive, const Connections *connections, QObject *parent)
    : LocalModel(columns(connections), parent)
    , m_archive(archive)
{
    if (connections)
        connect(connections, &Connections::changed, this, &ArchiveModel::retranslate);
    connect(archive, &Archive::changed, this, &ArchiveModel::read);
    read();
}

QList<Column<Recording>> ArchiveModel::columns(const Connections *connections)
{
    const auto consent = [](const Recording &recording) {
        if (recording.consent.by.isEmpty())
            return tr("not noted", "consent");
        return tr("%1, %2", "who consented, when")
            .arg(recording.consent.by,
                 QLocale().toString(recording.consent.at.toLocalTime().date(), QLocale::ShortFormat));
    };
    return {{[] { return tr("Name"); }, &Recording::name},
            {[] { return tr("Group"); }, &Recording::groupName},
            {[] { return tr("Connection"); },
             [connections](const Recording &recording) {
                 return connectionname::shown(recording.connection, connections);
             }},
            {[] { return tr("Kept since"); },
             [](const Recording &recording) {
                 return QLocale().toString(recording.created.toLocalTime(), QLocale::ShortFormat);
             }},
            {[] { return tr("Length"); },
             [](const Recording &recording) { return clockText(recording.length); },
             {},
             Qt::AlignTrailing | Qt::AlignVCenter},
            {[] { return tr("Recorded over"); },
             [](const Recording &recording) { return channelName(recording.channel); }},
            {[] { return tr("Consent"); }, consent}};
}

QVariant ArchiveModel::data(const QModelIndex &index, int role) const
{
    if (role != Qt::ToolTipRole || !index.isValid())
        return LocalModel::data(index, role);
    // As rich text a name could draw anything: escaped, it is shown as typed.
    return QString(QLatin1String("<p style='white-space:pre-wrap'>") +
                   LocalModel::data(index, Qt::DisplayRole).toString().toHtmlEscaped() +
                   QLatin1String("</p>"));
}

ArchiveGroupBox::ArchiveGroupBox(QWidget *parent)
    : QComboBox(parent)
{
    connect(this, &QComboBox::activated, this, [this] { emit turned(group()); });
}

void ArchiveGroupBox::attach(Archive *archive, const Connections *connections)
{
    m_archive = archive;
    m_connections = connections;
    connect(archive, &Archive::changed, this, &ArchiveGroupBox::list);
    if (connections)
        connect(connections, &Connections::changed, this, &ArchiveGroupBox::list);
    list();
}

void ArchiveGroupBox::retranslate()
{
    if (m_archive)
        list();
}

void ArchiveGroupBox::list()
{
    const auto all = m_archive->all();
    QList<GroupKey> keys;
    QHash<GroupKey, QString> names;
    QHash<GroupKey, int> counts;
    for (const Recording &recording : all) {
        const GroupKey key{recording.connection, recording.groupId};
        if (++counts[key] > 1)
            continue;
        keys << key;
        names[key] = recording.groupName; // of the newest: a group may have been renamed
    }
    std::stable_sort(keys.begin(), keys.end(), [&](const GroupKey &a, const GroupKey &b) {
        return QString::localeAwareCompare(names[a], names[b]) < 0;
    });
    const GroupKey shown = group();
    {
        const QSignalBlocker quiet(this);
        clear();
        addItem(tr("All groups (%1)").arg(all.size()), QVariant::fromValue(GroupKey()));
        for (const GroupKey &key : keys)
            addItem(tr("%1 at %2 (%3)", "a group, a connection, a number")
                        .arg(names[key], connectionname::shown(key.first, m_connections))
                        .arg(counts[key]),
                    QVariant::fromValue(key));
        setCurrentIndex(int(keys.indexOf(shown)) + 1);
    }
    if (group() != shown)
        emit turned(group());
}

ArchiveDialog::ArchiveDialog(const Studio &studio, Client *client, QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
    , m_client(client)
    , m_model(new ArchiveModel(studio.archive, studio.connections, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form.setUp(this, [this] { retranslate(); });
    m_form->table->setModel(m_model);
    m_form->table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_form->table->restoreColumns(*studio.settings, QStringLiteral("columns/archive"),
                                  {0, 14, 15, 22, 7, 15, 22});
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_selected.clear();
        for (const Recording &recording : selected())
            m_selected << recording.id;
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_form->confirm->dismiss();
        QItemSelection rows;
        for (const QString &id : std::as_const(m_selected)) {
            if (const int row = m_model->rowOf(id); row >= 0)
                rows.select(m_model->index(row, 0), m_model->index(row, m_model->columnCount() - 1));
        }
        QItemSelectionModel *selection = m_form->table->selectionModel();
        selection->select(rows, QItemSelectionModel::ClearAndSelect);
        if (!rows.isEmpty())
            selection->setCurrentIndex(rows.first().topLeft(), QItemSelectionModel::NoUpdate);
        else if (m_model->rowCount() > 0)
            m_form->table->selectRow(0);
        refresh();
    });
    connect(m_studio.archive, &Archive::failed, m_form->notice, qOverload<const Error &>(&Notice::show));
    connect(m_form->table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_form->confirm->dismiss(); // it asked about others
        m_form->notice->clear();
        refresh();
    });
    connect(m_form->groupBox, &ArchiveGroupBox::turned, this, [this](const GroupKey &group) {
        m_model->setGroup(group);
        if (group != GroupKey())
            m_form->table->selectAll(); // a group is copied as a whole, mostly
    });
    connect(m_form->table, &RecordTable::chosen, this, &ArchiveDialog::play);
    connect(m_form->playButton, &QPushButton::clicked, this, &ArchiveDialog::play);
    connect(m_form->copyButton, &QPushButton::clicked, this, [this] {
        auto recordings = selected();
        if (recordings.isEmpty() || !m_client)
            return;
        std::reverse(recordings.begin(), recordings.end()); // in the order in which they were enrolled
        (new ArchiveCopyDialog(m_studio, recordings, m_client, this))->open();
    });
    connect(m_form->deleteButton, &QPushButton::clicked, this, &ArchiveDialog::askToDelete);
    connect(m_form->deleteAllButton, &QPushButton::clicked, this, &ArchiveDialog::askToDeleteAll);
    connect(m_form->closeButton, &QPushButton::clicked, this, &ArchiveDialog::reject);
    connect(new QShortcut(Qt::Key_Space, m_form->table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &ArchiveDialog::play);
    connect(new QShortcut(QKeySequence::Delete, m_form->table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &ArchiveDialog::askToDelete);
    connect(m_studio.player, &Player::playing, this, &ArchiveDialog::refresh);
    connect(m_studio.player, &Player::stopped, this, &ArchiveDialog::refresh);
    connect(m_studio.player, &Player::failed, m_form->notice, qOverload<const Error &>(&Notice::show));
    connect(this, &QDialog::finished, m_studio.player,
            [player = m_studio.player, archive = m_studio.archive] {
                const auto all = archive->all();
                if (std::any_of(all.cbegin(), all.cend(),
                                [&](const Recording &kept) { return kept.id == player->subject(); }))
                    player->stop();
            });
    m_form->groupBox->attach(studio.archive, studio.connections);
    if (m_model->rowCount() > 0)
        m_form->table->selectRow(0);
    m_form->table->setFocus();
    retranslate();
    const QSize wanted(fontMetrics().averageCharWidth() * 140, fontMetrics().height() * 32);
    resize(wanted.boundedTo(screen()->availableSize() * 0.92));
}

void ArchiveDialog::setClient(Client *client)
{
    m_client = client;
    for (auto *dialog : findChildren<ArchiveCopyDialog *>())
        dialog->setClient(client);
    refresh();
}

QList<Recording> ArchiveDialog::selected() const
{
    QModelIndexList rows = m_form->table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QList<Recording> recordings;
    for (const QModelIndex &index : rows)
        recordings << m_model->record(index.row());
    return recordings;
}

void ArchiveDialog::refresh()
{
    const auto chosen = selected();
    const bool isPlaying = chosen.size() == 1 && m_studio.player->subject() == chosen.first().id;
    const bool isEmpty = m_model->rowCount() == 0;
    m_form->stack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_form->empty) : m_form->listPage);
    if (isEmpty)
        m_form->closeButton->setFocus(); // the keyboard had the list, or would have got it
    m_form->introLabel->setVisible(m_model->rowCount() > 0);
    m_form->playButton->setEnabled(chosen.size() == 1);
    m_form->copyButton->setEnabled(!chosen.isEmpty() && m_client);
    m_form->deleteButton->setEnabled(!chosen.isEmpty());
    m_form->deleteAllButton->setEnabled(m_model->rowCount() > 0);
    m_form->playButton->setText(isPlaying ? tr("S&top") : tr("&Play"));
    m_form->playButton->setIcon(lineIcon(isPlaying ? QStringLiteral("stop") : QStringLiteral("play")));
}

void ArchiveDialog::play()
{
    const auto chosen = selected();
    if (chosen.size() != 1)
        return;
    m_form->notice->clear();
    const QString id = chosen.first().id;
    if (m_studio.player->subject() == id)
        return m_studio.player->stop();
    inBackground(
        this,
        [path = chosen.first().path] {
            return files::read(path, wire::maxFileBytes).and_then(audio::readWav);
        },
        [this, id](const Result<audio::Clip> &clip) {
            const auto now = selected();
            if (!clip)
                m_form->notice->show(clip.error());
            else if (isVisible() && now.size() == 1 && now.first().id == id)
                m_studio.player->play(*clip, id);
        });
}

void ArchiveDialog::askToDelete()
{
    const auto chosen = selected();
    if (chosen.isEmpty())
        return;
    QStringList ids;
    for (const Recording &recording : chosen)
        ids << recording.id;
    m_form->confirm->ask(
        [chosen] {
            return chosen.size() == 1
                       ? tr("Delete the kept recording of “%1” (%2)? Its voiceprint stays, but cannot be "
                            "copied or restored from here any more.")
                             .arg(chosen.first().name, clockText(chosen.first().length))
                       : tr("Delete %n kept recording(s)? Their voiceprints stay, but cannot be copied or "
                            "restored from here any more.",
                            nullptr, int(chosen.size()));
        },
        [] { return tr("Delete"); },
        [this, ids] {
            stopPlaying(ids);
            m_studio.archive->remove(ids);
        });
}

void ArchiveDialog::askToDeleteAll()
{
    QStringList ids;
    for (const Recording &recording : m_studio.archive->all())
        ids << recording.id;
    m_form->confirm->ask(
        [count = int(ids.size())] {
            return tr("Delete all %n kept recording(s) of every group and connection? Nothing of them will "
                      "be left on this computer. Voiceprints stay.",
                      nullptr, count);
        },
        [] { return tr("Delete all"); },
        [this, ids] {
            stopPlaying(ids);
            m_studio.archive->removeAll();
        });
}

void ArchiveDialog::stopPlaying(const QStringList &ids)
{
    if (ids.contains(m_studio.player->subject()))
        m_studio.player->stop();
}

void ArchiveDialog::retranslate()
{
    setWindowTitle(tr("Kept recordings"));
    m_form->empty->describe(QStringLiteral("voiceprints"), tr("Nothing is kept"),
                            tr("Enrolment recordings stay on this computer only where Settings say so. They "
                               "are listed here then, to be heard, copied to another group or deleted."));
    m_model->retranslate();
    m_form->groupBox->retranslate();
    refresh();
}
