// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "net/exchange.h"

#include <QObject>

#include <functional>

class ConfirmBar;
class QWidget;
class Settings;

//! Writes calls into a file of JSON lines: says first what will be in it, asks where, then writes off this
//! thread.
class ActivityExport : public QObject
{
    Q_OBJECT
public:
    using Calls = std::function<QList<Exchange>()>;

    //! \a calls gives what to write at the moment of writing.
    ActivityExport(ConfirmBar *bar, Settings *settings, Calls calls, QWidget *window);

    void ask();

signals:
    void done(const QString &sentence);
    void failed(const Error &error);

private:
    void chooseFile();
    void write(const QString &path);

    ConfirmBar *const m_bar;
    Settings *const m_settings;
    const Calls m_calls;
    QWidget *const m_window;
};
