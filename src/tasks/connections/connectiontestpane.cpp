// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectiontestpane.h"

#include "calls/activity.h"
#include "tasks/connections/connectiontest.h"
#include "ui_connectiontestpane.h"

#include <QEvent>

ConnectionTestPane::ConnectionTestPane(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::ConnectionTestPane>())
{
    m_form->setupUi(this);
    connect(m_form->cancelTestButton, &QPushButton::clicked, this, &ConnectionTestPane::cancel);
    connect(m_form->report, &ConnectionReportView::moveRequested, this,
            [this](const QUrl &base) { emit moveRequested(m_connection.id, base); });
    refresh();
}

ConnectionTestPane::~ConnectionTestPane() = default;

void ConnectionTestPane::attach(const Studio &studio, QWidget *starter)
{
    m_studio = studio;
    m_starter = starter;
}

void ConnectionTestPane::begin(const SavedConnection &connection)
{
    if (m_test)
        return;
    m_connection = connection;
    m_hasReport = false;
    m_test = new ConnectionTest(m_studio, connection, this);
    connect(m_test, &ConnectionTest::finished, this, &ConnectionTestPane::take);
    connect(m_test, &ConnectionTest::failed, this, [this](const Error &error) {
        m_form->report->show(m_connection, error);
        showReport();
    });
    refresh();
    m_form->cancelTestButton->setFocus();
    emit started();
}

void ConnectionTestPane::take(const ConnectionReport &found)
{
    ConnectionReport report = found;
    ConnectionTest::learn(report, m_studio.activity->exchanges(), m_connection.id,
                          m_newSince.value(m_connection.id));
    m_form->report->show(m_connection, report, m_test->hasTriedSister());
    showReport();
}

void ConnectionTestPane::showReport()
{
    m_hasReport = true;
    cancel();
}

void ConnectionTestPane::cancel()
{
    if (!m_test)
        return;
    m_test->disconnect(this);
    m_test->deleteLater(); // it may be the one that calls
    m_test = nullptr;
    const bool hadFocus = m_form->cancelTestButton->hasFocus();
    refresh();
    emit ended();
    if (hadFocus && m_starter)
        m_starter->setFocus();
}

void ConnectionTestPane::forget(const QString &id)
{
    if (id != m_connection.id)
        return;
    m_hasReport = false;
    cancel();
    refresh();
}

void ConnectionTestPane::forgetCalls(const QString &id)
{
    m_newSince.insert(id, QDateTime::currentDateTime());
}

void ConnectionTestPane::refresh()
{
    m_form->testingLabel->setText(tr("Testing “%1”…").arg(m_connection.name));
    m_form->testingRow->setVisible(isRunning());
    m_form->reportScroll->setVisible(m_hasReport);
    setSizePolicy(QSizePolicy::Preferred, m_hasReport ? QSizePolicy::Expanding : QSizePolicy::Fixed);
    setVisible(isRunning() || m_hasReport);
}

void ConnectionTestPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_form->retranslateUi(this);
        refresh();
    }
}
