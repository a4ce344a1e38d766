// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <initializer_list>

//! Calls a function when a widget gets an event of one of some types. Made by onChange().
class ChangeFilter final : public QObject
{
public:
    ChangeFilter(QWidget *widget, std::initializer_list<QEvent::Type> types, std::function<void()> refresh)
        : QObject(widget)
        , m_types(types)
        , m_refresh(std::move(refresh))
    {
        widget->installEventFilter(this);
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        if (std::find(m_types.begin(), m_types.end(), event->type()) != m_types.end())
            m_refresh();
        return false;
    }

private:
    const QList<QEvent::Type> m_types;
    const std::function<void()> m_refresh;
};

//! Calls \a refresh whenever \a widget gets an event of one of \a types: QEvent::PaletteChange,
//! QEvent::FontChange. It is called before the widget and its children hear of the event; at most one call
//! for a widget and a type.
inline void onChange(QWidget *widget, std::initializer_list<QEvent::Type> types,
                     std::function<void()> refresh)
{
    new ChangeFilter(widget, types, std::move(refresh));
}

//! Calls \a retranslate whenever the language of the application changes. A form's retranslateUi() stands
//! first in it, then what the code sets.
inline void onLanguageChange(QWidget *widget, std::function<void()> retranslate)
{
    onChange(widget, {QEvent::LanguageChange}, std::move(retranslate));
}
