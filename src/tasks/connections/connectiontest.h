// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connectioncheck.h"
#include "common/screen.h"

#include <QDateTime>

struct SavedConnection;

//! One test of a saved connection, from its secret to the report; deleting it is cancelling it.
class ConnectionTest : public QObject
{
    Q_OBJECT
public:
    explicit ConnectionTest(const Studio &studio, const SavedConnection &connection,
                            QObject *parent = nullptr);

    const QString &id() const { return m_id; }
    bool hasTriedSister() const { return m_hasTriedSister; }

    //! What the calls of the connection \a id \a since then have told of permissions, into \a report where it
    //! has not checked them itself: the last call counts.
    static void learn(ConnectionReport &report, const QList<Exchange> &exchanges, const QString &id,
                      const QDateTime &since);

signals:
    void finished(const ConnectionReport &report);
    void failed(const Error &error); //!< there is no secret to test with: no call was made

private:
    void check(const std::shared_ptr<Client> &client);

    const Studio m_studio;
    const QString m_id;
    bool m_hasTriedSister = false;
};
