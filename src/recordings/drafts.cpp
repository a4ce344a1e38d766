// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/drafts.h"

#include "recordings/studiostore.h"

#include <QUuid>

#include <algorithm>
#include <utility>

Drafts::Drafts(std::shared_ptr<StudioDisk> disk, QObject *parent)
    : QObject(parent)
    , m_disk(std::move(disk))
{}

void Drafts::load()
{
    struct Loaded
    {
        Result<QList<Recording>> drafts;
        std::optional<Error> damage;
    };
    m_disk->run(
        this,
        [](StudioStore &store) {
            Result<QList<Recording>> drafts = store.drafts();
            return Loaded{std::move(drafts), store.damage(studiotable::drafts)};
        },
        [this](const Loaded &loaded) {
            adopt(loaded.drafts);
            if (!loaded.drafts || !loaded.damage)
                return;
            Error error = *loaded.damage;
            error.detail = QCoreApplication::translate("Error", "%1 (the recordings themselves are there, "
                                                                "without what was noted of them)")
                               .arg(error.detail);
            emit failed(error);
        });
}

void Drafts::adopt(const Result<QList<Recording>> &loaded)
{
    if (!loaded) {
        emit failed(loaded.error());
        return;
    }
    for (const Recording &draft : *loaded) {
        if (!find(draft.id) && !m_removed.contains(draft.id))
            m_drafts << draft;
    }
    std::stable_sort(m_drafts.begin(), m_drafts.end(), Recording::isNewer);
    emit changed();
}

void Drafts::write(std::function<Result<Nothing>(StudioStore &)> work)
{
    m_disk->run(this, std::move(work), [this](const Result<Nothing> &written) {
        if (!written)
            emit failed(written.error());
    });
}

Recording Drafts::create(Recording draft)
{
    draft.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    draft.path = StudioStore::path(m_disk->dataDirectory(), draft.state, draft.id);
    draft.created = QDateTime::currentDateTime();
    m_drafts.prepend(draft);
    // Its file may be begun at once; the row's writing tells an error.
    (void)StudioStore::makeFolder(m_disk->dataDirectory(), draft.state);
    write([draft](StudioStore &store) { return store.put(draft); });
    emit changed();
    return draft;
}

void Drafts::update(const Recording &draft)
{
    for (Recording &known : m_drafts) {
        if (known.id != draft.id)
            continue;
        known = draft;
        write([draft](StudioStore &store) { return store.put(draft); });
        return emit changed();
    }
}

void Drafts::remove(const QString &id)
{
    if (m_drafts.removeIf([&](const Recording &draft) { return draft.id == id; }) == 0)
        return;
    m_removed.insert(id);
    write([id](StudioStore &store) { return store.remove(Recording::State::Unsent, {id}); });
    emit changed();
}

std::optional<Recording> Drafts::find(const QString &id) const
{
    const auto known = std::find_if(m_drafts.begin(), m_drafts.end(),
                                    [&](const Recording &draft) { return draft.id == id; });
    return known == m_drafts.end() ? std::nullopt : std::optional(*known);
}

Recording DeskDraft::fresh() const
{
    Recording draft = m_now;
    draft.id.clear();
    draft.path.clear();
    draft.created = {};
    draft.length = {};
    return draft;
}

void DeskDraft::describe(const std::function<void(Recording &)> &change)
{
    for (Recording *draft : {&m_now, &m_pending}) {
        change(*draft);
        if (!draft->id.isEmpty())
            m_drafts->update(*draft);
    }
}

void DeskDraft::keep(std::chrono::milliseconds length)
{
    if (isKept())
        return;
    m_now.length = length;
    m_now = m_drafts->create(m_now);
}

const Recording &DeskDraft::begin(std::chrono::milliseconds length)
{
    Recording draft = fresh();
    draft.length = length;
    m_pending = m_drafts->create(draft);
    return m_pending;
}

void DeskDraft::adopt()
{
    const QString old = std::exchange(m_now, std::exchange(m_pending, {})).id;
    m_drafts->update(m_now);
    if (!old.isEmpty())
        m_drafts->remove(old);
}
