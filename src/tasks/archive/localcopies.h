// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QStringList>

#include <functional>

class Archive;
class ConfirmBar;
class Drafts;
class History;

//! What this computer itself holds of a voiceprint, or of those of a group: the kept recordings, unsent new
//! ones of them, notes of consent, and on request tests. Unsent recordings of people who are not enrolled yet
//! do not count.
class LocalCopies
{
    Q_DECLARE_TR_FUNCTIONS(LocalCopies)
public:
    //! Of the voiceprint \a voiceprintId; \a archive and \a drafts may be missing.
    static LocalCopies ofVoiceprint(Archive *archive, Drafts *drafts, const QString &connection,
                                    const QString &voiceprintId);
    static LocalCopies ofGroup(Archive *archive, Drafts *drafts, const QString &connection,
                               const QString &groupId);

    //! The tests of it count too: that were of the voiceprint, or most likely so, or of the group.
    LocalCopies &withTests(History *history);

    bool isEmpty() const;
    //! What it is, as a sentence; empty where there is nothing.
    QString sentence() const;
    //! Asks by \a bar as ConfirmBar::ask() does. Where there are copies it names them, with a box to leave
    //! them; \a confirmed gets whether they go too.
    void ask(ConfirmBar *bar, const std::function<QString()> &question, const std::function<QString()> &verb,
             const std::function<void(bool)> &confirmed) const;
    //! The service calls it so from now on: the voiceprint with its description, or the group.
    void rename(const QString &name, const QString &description) const;
    //! Deletes what is there now, whatever was there before.
    void remove() const;

private:
    struct Found
    {
        QStringList kept;
        QStringList unsent;
        QStringList consents; //!< ids of voiceprints
        QStringList tests;
    };
    Found find() const;

    QPointer<Archive> m_archive;
    QPointer<Drafts> m_drafts;
    QPointer<History> m_history;
    QString m_connection;
    QString m_groupId;      //!< empty: it is about
    QString m_voiceprintId; //!< this one
};
