// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "style/onchange.h"

#include <QWidget>

namespace Ui {
class EnginePane;
}
class Settings;

//! What “This computer” tells voices apart with, and the choice of another network for it.
class EnginePane : public QWidget
{
    Q_OBJECT
public:
    explicit EnginePane(QWidget *parent = nullptr);
    void attach(Settings *settings);

    //! Takes the network in \a file from now on, if it is one; emits failed() where it is not.
    void take(const QString &file);
    //! Goes back to the best that is there.
    void takeBest();

signals:
    void failed(const Error &error);

private:
    void chooseFile();
    void use(const QString &model);
    void refresh();
    void retranslate();

    Form<Ui::EnginePane> m_form;
    Settings *m_settings = nullptr;
    QString m_name; //!< of the engine; empty until it is known
    bool m_isBuiltIn = false;
};
