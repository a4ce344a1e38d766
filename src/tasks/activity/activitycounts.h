// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QUrl>

class Activity;

//! How many calls each connection has taken, of those that were used since the start.
class ActivityCounts : public QLabel
{
    Q_OBJECT
public:
    using QLabel::QLabel;

    void setActivity(const Activity *activity);
    //! Shows the connection \a id from now on, by its latest \a name; \a address tells whether it is Coze's.
    void meet(const QString &id, const QString &name, const QUrl &address);
    void refresh();

signals:
    //! A connection is new here, or has another name.
    void met(const QString &id, const QString &name);

private:
    struct Partner
    {
        QString id = {};
        QString name = {};
        bool isCoze = false;
    };

    QString text(const Partner &partner) const;

    const Activity *m_activity = nullptr;
    QList<Partner> m_partners;
};
