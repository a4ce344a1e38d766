// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/lineicon.h"

#include <QEvent>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <memory>

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

//! Calls \a retranslate whenever the language of the application changes. For a widget with a Form that is
//! said to Form::setUp().
inline void onLanguageChange(QWidget *widget, std::function<void()> retranslate)
{
    onChange(widget, {QEvent::LanguageChange}, std::move(retranslate));
}

//! The form of a widget, from ui/. Where it is declared, Ui may be incomplete.
template <class Ui>
class Form
{
public:
    //! Fills \a widget, icons included. After a change of language the form is translated anew, then \a
    //! retranslate is called.
    template <class Widget>
    void setUp(
        Widget *widget, std::function<void()> retranslate = [] {})
    {
        m_ui = std::make_shared<Ui>();
        m_ui->setupUi(widget);
        setLineIcons(*widget);
        onLanguageChange(widget, [widget, ui = m_ui, retranslate = std::move(retranslate)] {
            ui->retranslateUi(widget);
            retranslate();
        });
    }
    Ui *operator->() const { return m_ui.get(); }

private:
    std::shared_ptr<Ui> m_ui; // which knows how to delete what was made in setUp()
};
