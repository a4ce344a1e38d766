// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/cliprewriting.h"

#include "base/background.h"
#include "base/files.h"

#include <QFile>

#include <atomic>
#include <mutex>

struct ClipRewriting::Place
{
    explicit Place(const QString &file)
        : path(file)
    {}
    bool isNewest(int number) const { return number == newest; }
    // An older change that comes later must not be what stays.
    Result<Nothing> write(const audio::Clip &clip, int number)
    {
        const std::lock_guard guard(lock);
        return isNewest(number) ? files::write(path, clip.wav()) : Nothing{};
    }

    const QString path;
    std::mutex lock;
    std::atomic_int newest = 0;
};

void ClipRewriting::write(const audio::Clip &clip, const Draft &draft)
{
    using Writing = std::pair<ClipTake, Result<Nothing>>;
    if (!m_place || m_place->path != draft.path)
        m_place = std::make_shared<Place>(draft.path);
    const int number = ++m_place->newest;
    inBackground(
        this,
        [clip, place = m_place, number] {
            const Result<Nothing> saved = place->write(clip, number);
            return Writing{place->isNewest(number) ? ClipTake::of(clip) : ClipTake{clip, {}}, saved};
        },
        [this, draft, place = m_place, number](const Writing &writing) {
            if (place->isNewest(number))
                finish(draft, writing.first, writing.second);
        });
}

void ClipRewriting::finish(const Draft &draft, const ClipTake &take, const Result<Nothing> &saved)
{
    auto kept = m_drafts->find(draft.id);
    if (!kept) {
        QFile::remove(draft.path); // it was given up while it was written
    } else if (saved) {
        kept->length = take.clip.length();
        m_drafts->update(*kept);
    }
    emit written(draft.id, take, saved);
}
