// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/drafts.h"
#include "recordings/studiodb.h"

#include <QHash>
#include <QStringList>

#include <functional>
#include <utility>

//! A consent, and the group that its voiceprint is in.
struct NotedConsent
{
    Consent consent = {};
    QString groupId = {}; //!< empty: not known
    bool isGone = false;  //!< the voiceprint is not there any more, only a recording of it is kept
    bool operator==(const NotedConsent &) const = default;
};

//! Who consented to which voiceprint. A consent is no copy of a voice: it stays as long as its voiceprint, or
//! a kept recording of it, is anywhere; where neither is, it goes.
class Consents
{
public:
    //! Where the notes go to: one without a name is to be deleted.
    using Write = std::function<void(const VoiceprintKey &, const NotedConsent &)>;
    //! Whether a recording of the voiceprint is kept.
    using IsKept = std::function<bool(const VoiceprintKey &)>;
    Consents(Write write, IsKept isKept);

    //! Takes over what was noted before the start, except for what has been noted or forgotten since.
    void adopt(const QHash<VoiceprintKey, NotedConsent> &stored);
    void note(const VoiceprintKey &key, const Consent &consent, const QString &groupId);
    void forget(const VoiceprintKey &key);
    Consent of(const VoiceprintKey &key) const { return m_all.value(key).consent; }
    //! The voiceprints of a group for which a consent is noted.
    QStringList ofGroup(const QString &connection, const QString &groupId) const;

    //! The group holds the voiceprints \a present and no others. Those noted since the start are not judged
    //! by that: the list may be from before.
    void noteMembers(const QString &connection, const QString &groupId, const QStringList &present);
    //! No recording of \a key is kept any more.
    void noteUnkept(const VoiceprintKey &key);

private:
    void put(const VoiceprintKey &key, const NotedConsent &noted);

    const Write m_write;
    const IsKept m_isKept;
    QHash<VoiceprintKey, NotedConsent> m_all; //!< one without a name was forgotten
    QSet<VoiceprintKey> m_new;                //!< since the start
};

//! The consents on disk: rows in studio.db. Blocks; used by one thread.
class ConsentStore : public StudioStore
{
public:
    explicit ConsentStore(const QString &dataDirectory)
        : StudioStore(dataDirectory)
    {}

    Result<QHash<VoiceprintKey, NotedConsent>> load();
    Result<Nothing> put(const VoiceprintKey &voiceprint, const NotedConsent &noted);
    Result<Nothing> remove(const VoiceprintKey &voiceprint);
};
