// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/screen.h"

#include "base/settings.h"
#include "lists/pagedmodel.h"
#include "style/lineicon.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSplitter>

Screen::Screen(const Studio &studio, QWidget *parent)
    : QWidget(parent)
    , m_studio(studio)
    , m_receiver(std::make_unique<QObject>())
{}

void Screen::setClient(Client *client)
{
    m_client = client;
    m_receiver = std::make_unique<QObject>();
}

void Screen::follow(PagedModel *model)
{
    connect(model, &PagedModel::loadingChanged, this, &Screen::busyChanged);
    connect(model, &PagedModel::failed, this,
            [this, model](const Error &error) { emit failedWithRetry(error, [model] { model->reload(); }); });
}

void Screen::remember(QSplitter *splitter, const QString &key)
{
    splitter->restoreState(m_studio.settings->remembered(key).toByteArray());
    connect(splitter, &QSplitter::splitterMoved, this,
            [=, this] { m_studio.settings->remember(key, splitter->saveState()); });
}

void Screen::copy(const QString &text, const QString &sentence)
{
    QGuiApplication::clipboard()->setText(text);
    emit done(sentence);
}

QAction *Screen::addCommand(const char *name, Menu menu, const char *icon, const QKeySequence &keys,
                            QWidget *scope)
{
    auto *command = new QAction(this);
    command->setObjectName(QLatin1String(name));
    command->setData(int(menu));
    if (icon)
        command->setIcon(lineIcon(QLatin1String(icon)));
    command->setShortcut(keys);
    // A scoped key (Space, Del, F2) must not be taken from who types in a field next to it.
    command->setShortcutContext(scope ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    if (scope)
        scope->addAction(command);
    m_commands << command;
    return command;
}
