// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service.h"

#include <QLabel>

class Symbol;

//! The connection's name and state, as a shape and in words.
class ConnectionBadge : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionBadge(QWidget *parent = nullptr);
    void follow(const Service &service);

signals:
    void clicked();

protected:
    void changeEvent(QEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void refresh();

    const Service *m_service = nullptr;
    Symbol *m_symbol;
    QLabel *m_words;
};
