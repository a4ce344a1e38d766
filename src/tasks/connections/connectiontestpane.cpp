// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectiontestpane.h"

#include "account/account.h"
#include "base/wire.h"
#include "calls/activity.h"
#include "net/address.h"
#include "style/lineicon.h"
#include "style/words.h"
#include "ui_connectionreportview.h"
#include "ui_connectiontestpane.h"

#include <QClipboard>
#include <QLocale>

#include <algorithm>

using Grant = ConnectionReport::Grant;
using theme::Tone;

namespace {

// In the order of work: groups, voiceprints, identification. A name that is not in here comes last.
const QStringList usualOrder{
    QStringLiteral("listVoiceprintGroup"),       QStringLiteral("createVoiceprintGroup"),
    QStringLiteral("updateVoiceprintGroup"),     QStringLiteral("deleteVoiceprintGroup"),
    QStringLiteral("listVoiceprintFeature"),     QStringLiteral("createVoiceprintFeature"),
    QStringLiteral("updateVoiceprintFeature"),   QStringLiteral("deleteVoiceprintFeature"),
    QStringLiteral("identifyInVoiceprintGroup"), QStringLiteral("listVoice")};

QStringList inOrder(const QHash<QString, Grant> &permissions)
{
    QStringList names = permissions.keys();
    const auto place = [](const QString &name) {
        const qsizetype found = usualOrder.indexOf(name);
        return found < 0 ? usualOrder.size() : found;
    };
    std::sort(names.begin(), names.end(), [&place](const QString &one, const QString &other) {
        return std::pair(place(one), one) < std::pair(place(other), other);
    });
    return names;
}

} // namespace

ConnectionReportView::ConnectionReportView(QWidget *parent)
    : QWidget(parent)
{
    const auto refreshShown = [this] {
        if (m_report || m_error)
            refresh();
    };
    m_form.setUp(this, refreshShown);
    onChange(this, {QEvent::PaletteChange}, refreshShown);
    connect(m_form->copyLogIdButton, &QToolButton::clicked, this, [this] {
        if (m_report)
            QGuiApplication::clipboard()->setText(m_report->logId);
    });
    connect(m_form->moveButton, &QPushButton::clicked, this, [this] {
        if (m_report && !m_report->worksAt.isEmpty())
            emit moveRequested(m_report->worksAt);
    });
}

void ConnectionReportView::show(const SavedConnection &connection, const ConnectionReport &report,
                                bool hasTriedSister)
{
    m_connection = connection;
    m_report = report;
    m_error = report.error;
    m_hasTriedSister = hasTriedSister;
    refresh();
    QWidget::show();
    announce(this);
}

void ConnectionReportView::show(const SavedConnection &connection, const Error &error)
{
    m_connection = connection;
    m_report.reset();
    m_error = error;
    refresh();
    QWidget::show();
}

ConnectionReportView::Finding ConnectionReportView::reach() const
{
    const auto ms = static_cast<int>(m_report->latency.count());
    if (!m_report->isReachable)
        return {QStringLiteral("unreachable"), Tone::Problem, tr("Not reachable")};
    if (m_report->isForeign)
        return {QStringLiteral("problem"), Tone::Problem, tr("Something else answers")};
    return {QStringLiteral("ready"), Tone::Good,
            m_report->isTrusted ? tr("Answers in %1 ms").arg(QLocale().toString(ms)) : tr("Reachable")};
}

ConnectionReportView::Finding ConnectionReportView::trust() const
{
    if (!m_report->isReachable)
        return {QStringLiteral("question"), Tone::Neutral, tr("Protection not checked")};
    if (!m_report->isTrusted)
        return {QStringLiteral("problem"), Tone::Problem, tr("Certificate not trusted")};
    if (m_connection.base.scheme() == QLatin1String("https"))
        return {QStringLiteral("locked"), Tone::Good, tr("Protected by TLS")};
    if (address::isThisComputer(m_connection.base))
        return {QStringLiteral("ready"), Tone::Good, tr("Stays on this computer")};
    return {QStringLiteral("warning"), Tone::Warning, tr("In clear, as you agreed")};
}

ConnectionReportView::Finding ConnectionReportView::token() const
{
    if (m_report->isTokenGood)
        return {QStringLiteral("ready"), Tone::Good, tr("Token accepted")};
    const bool isRefused =
        m_error && (m_error->kind == Error::Kind::Unauthorized || m_error->kind == Error::Kind::Forbidden);
    if (isRefused)
        return {QStringLiteral("problem"), Tone::Problem, tr("Token refused")};
    return {QStringLiteral("question"), Tone::Neutral, tr("Token not checked")};
}

ConnectionReportView::Finding ConnectionReportView::permission(const QString &name) const
{
    switch (m_report->permissions.value(name)) {
    case Grant::Given:
        return {QStringLiteral("ready"), Tone::Good, tr("given", "a permission")};
    case Grant::Missing:
        return {QStringLiteral("problem"), Tone::Problem, tr("missing", "a permission")};
    case Grant::NotChecked:
        break;
    }
    return {QStringLiteral("question"), Tone::Neutral, tr("not checked", "a permission")};
}

QString ConnectionReportView::sisterText() const
{
    if (!m_report->worksAt.isEmpty())
        return tr("This token is good at %1: change the address there.").arg(m_report->worksAt.host());
    const QUrl sister = ConnectionCheck::sisterOf(m_connection.base);
    if (!m_hasTriedSister || sister.isEmpty())
        return {};
    return tr("It was tried at %1 too, and is not good there either.").arg(sister.host());
}

void ConnectionReportView::set(Symbol *symbol, QLabel *words, const Finding &finding) const
{
    symbol->show(finding.symbol, finding.tone);
    words->setText(finding.words);
}

void ConnectionReportView::refreshPermissions()
{
    const QStringList names = inOrder(m_report->permissions);
    const int rows = static_cast<int>(names.size() + 1) / 2;
    for (QWidget *old :
         m_form->permissionsBox->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
        delete old;
    for (int i = 0; i < names.size(); ++i) {
        const Finding finding = permission(names.at(i));
        auto *symbol = new Symbol(m_form->permissionsBox);
        auto *words = new QLabel(m_form->permissionsBox);
        words->setObjectName(names.at(i));
        words->setTextFormat(Qt::PlainText);
        words->setTextInteractionFlags(Qt::TextSelectableByMouse);
        set(symbol, words, finding);
        words->setText(
            tr("%1: %2", "a permission: given, missing or not checked").arg(names.at(i), finding.words));
        m_form->permissions->addWidget(symbol, i % rows, 2 * (i / rows));
        m_form->permissions->addWidget(words, i % rows, 2 * (i / rows) + 1);
    }
}

void ConnectionReportView::refresh()
{
    m_form->reportHeading->setText(tr("Test of “%1”").arg(m_connection.name));
    const bool isElsewhere = m_report && !m_report->worksAt.isEmpty(); // said in the box, not as an error
    if (m_error && !isElsewhere)
        m_form->reportNotice->show(*m_error);
    else
        m_form->reportNotice->clear();
    m_form->findings->setVisible(m_report.has_value());
    m_form->sisterBox->setVisible(m_report && !sisterText().isEmpty());
    m_form->permissionsPart->setVisible(m_report && m_report->isTokenGood);
    m_form->callsRow->setVisible(m_report.has_value());
    if (!m_report)
        return;
    const Finding reach = this->reach(), trust = this->trust(), token = this->token();
    set(m_form->reachSymbol, m_form->reachLabel, reach);
    set(m_form->trustSymbol, m_form->trustLabel, trust);
    set(m_form->tokenSymbol, m_form->tokenLabel, token);
    m_form->sisterLabel->setText(sisterText());
    m_form->moveButton->setVisible(isElsewhere);
    m_form->sisterBox->setTone(isElsewhere ? Tone::Accent : Tone::Neutral, QStringLiteral("info"));
    refreshPermissions();
    m_form->callsLabel->setText(
        tr("This test made %n call(s), none of them billed.", nullptr, m_report->calls));
    m_form->logIdLabel->setText(tr("Log id: %1").arg(m_report->logId));
    m_form->logIdLabel->setVisible(!m_report->logId.isEmpty());
    m_form->copyLogIdButton->setVisible(!m_report->logId.isEmpty());
    setAccessibleName(m_form->reportHeading->text());
    setAccessibleDescription(QStringList{reach.words, trust.words, token.words}.join(QStringLiteral("; ")));
}

ConnectionTest::ConnectionTest(const Studio &studio, const SavedConnection &connection, QObject *parent)
    : QObject(parent)
    , m_activity(studio.activity)
{
    account::open(connection, studio.secrets, this, [this](const Result<std::shared_ptr<Client>> &client) {
        if (client)
            check(*client);
        else
            emit failed(client.error());
    });
}

void ConnectionTest::check(const std::shared_ptr<Client> &client)
{
    m_activity->follow(client.get());
    auto *check = new ConnectionCheck(client, this);
    connect(check, &ConnectionCheck::sisterTried, this, [this](Client *sister) {
        m_hasTriedSister = true;
        m_activity->follow(sister);
    });
    connect(check, &ConnectionCheck::finished, this, &ConnectionTest::finished);
    check->start();
}

void ConnectionTest::learn(ConnectionReport &report, const QList<Exchange> &exchanges, const QString &id,
                           const QDateTime &since)
{
    QHash<QString, Grant> told;
    for (const Exchange &exchange : exchanges) {
        if (exchange.connectionId != id || exchange.permission.isEmpty() ||
            (since.isValid() && exchange.at < since))
            continue;
        if (exchange.code == wire::code::permissionMissing)
            told.insert(exchange.permission, Grant::Missing);
        else if (exchange.code == 0 && exchange.failure.isEmpty() && exchange.httpStatus != 0)
            told.insert(exchange.permission, Grant::Given);
    }
    for (auto grant = report.permissions.begin(); grant != report.permissions.end(); ++grant) {
        if (*grant == Grant::NotChecked)
            *grant = told.value(grant.key(), Grant::NotChecked);
    }
}

ConnectionTestPane::ConnectionTestPane(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { refresh(); });
    connect(m_form->cancelTestButton, &QPushButton::clicked, this, &ConnectionTestPane::cancel);
    connect(m_form->report, &ConnectionReportView::moveRequested, this,
            [this](const QUrl &base) { emit moveRequested(m_connection.id, base); });
    refresh();
}

void ConnectionTestPane::begin(const SavedConnection &connection)
{
    if (m_test)
        return;
    m_connection = connection;
    m_hasReport = false;
    m_test = new ConnectionTest(m_studio, connection, this);
    connect(m_test, &ConnectionTest::finished, this, [this](const ConnectionReport &found) {
        ConnectionReport report = found;
        ConnectionTest::learn(report, m_studio.activity->exchanges(), m_connection.id,
                              m_newSince.value(m_connection.id));
        m_form->report->show(m_connection, report, m_test->hasTriedSister());
        showReport();
    });
    connect(m_test, &ConnectionTest::failed, this, [this](const Error &error) {
        m_form->report->show(m_connection, error);
        showReport();
    });
    refresh();
    m_form->cancelTestButton->setFocus();
    emit started();
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

void ConnectionTestPane::refresh()
{
    m_form->testingLabel->setText(tr("Testing “%1”…").arg(m_connection.name));
    m_form->testingRow->setVisible(isRunning());
    m_form->reportScroll->setVisible(m_hasReport);
    setSizePolicy(QSizePolicy::Preferred, m_hasReport ? QSizePolicy::Expanding : QSizePolicy::Fixed);
    setVisible(isRunning() || m_hasReport);
}
