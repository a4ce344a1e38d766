// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/drafts.h"

#include "recordings/diskthread.h"
#include "recordings/draftstore.h"

#include <QUuid>

#include <algorithm>

//! The one thread that writes drafts, in the order in which they were changed.
class Drafts::Disk : public DiskThread<DraftStore, Drafts>
{
public:
    using DiskThread::DiskThread;

    void write(std::function<Result<Nothing>(DraftStore &)> work)
    {
        start([this, work = std::move(work)](DraftStore &store) {
            if (const auto written = work(store); !written)
                tell([error = written.error()](Drafts *drafts) { emit drafts->failed(error); });
        });
    }

    void load()
    {
        start([this](DraftStore &store) {
            tell([loaded = store.load()](Drafts *drafts) { drafts->adopt(loaded); });
        });
    }
};

Drafts::Drafts(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_disk(std::make_unique<Disk>(dataDirectory, this))
    , m_dataDirectory(dataDirectory)
{}

Drafts::~Drafts() = default;

void Drafts::load()
{
    m_disk->load();
}

void Drafts::adopt(const Result<QList<Draft>> &loaded)
{
    if (!loaded) {
        emit failed(loaded.error());
        return;
    }
    for (const Draft &draft : *loaded) {
        if (!find(draft.id) && !m_removed.contains(draft.id))
            m_drafts << draft;
    }
    sort();
    emit changed();
}

Draft Drafts::create(Draft draft)
{
    draft.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    draft.path = DraftStore::folder(m_dataDirectory) + QLatin1Char('/') + draft.id + QStringLiteral(".wav");
    draft.created = QDateTime::currentDateTime();
    m_drafts.prepend(draft);
    (void)DraftStore::makeFolders(
        m_dataDirectory); // its file may be begun at once; the row's writing tells an error
    m_disk->write([draft](DraftStore &store) { return store.put(draft); });
    emit changed();
    return draft;
}

void Drafts::update(const Draft &draft)
{
    const auto known =
        std::find_if(m_drafts.begin(), m_drafts.end(), [&](const Draft &d) { return d.id == draft.id; });
    if (known == m_drafts.end())
        return;
    *known = draft;
    m_disk->write([draft](DraftStore &store) { return store.put(draft); });
    emit changed();
}

void Drafts::remove(const QString &id)
{
    const auto draft = find(id);
    if (!draft)
        return;
    m_drafts.removeIf([&](const Draft &d) { return d.id == id; });
    m_removed.insert(id);
    m_disk->write([id, path = draft->path](DraftStore &store) { return store.remove(id, path); });
    emit changed();
}

QList<Draft> Drafts::all() const
{
    return m_drafts;
}

std::optional<Draft> Drafts::find(const QString &id) const
{
    const auto known =
        std::find_if(m_drafts.begin(), m_drafts.end(), [&](const Draft &d) { return d.id == id; });
    return known == m_drafts.end() ? std::nullopt : std::optional(*known);
}

void Drafts::sort()
{
    std::stable_sort(m_drafts.begin(), m_drafts.end(),
                     [](const Draft &a, const Draft &b) { return a.created > b.created; });
}
