// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/scriptedserver.h"
#include "tasks/connections/connectionroom.h"

#include "runner.h"
#include "style/bars.h"
#include "tasks/connections/connectioneditor.h"
#include "tasks/connections/connectionsdialog.h"
#include "tasks/connections/connectionsmodel.h"
#include "tasks/connections/connectiontestpane.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

using Columns = ConnectionsModel::Columns;
using Grant = ConnectionReport::Grant;

namespace {

const Step groups =
    Step::http("200 OK", "Content-Type: application/json\r\nX-Tt-Logid: log-1\r\n",
               R"({"code":0,"msg":"","data":{"total":1,"items":[{"id":"7","name":"Home"}]}})");
const Step voiceprints = Step::data(R"({"total":0,"items":[]})");
const Step voices = Step::data(R"({"voice_list":[],"has_more":false})");
const Step missing = Step::json(R"({"code":4101,"msg":"no permission","detail":{"logid":"log-2"}})");
const Step refused = Step::json(R"({"code":4100,"msg":"invalid","detail":{"logid":"log-3"}})");

//! An open ConnectionsDialog over two connections: to a server of this computer, and to Coze.
struct Desk : ConnectionRoom
{
    explicit Desk(const QList<Step> &script = {})
        : server(script)
    {}
    void show(const QString &current = Connections::localId)
    {
        scripted = add({.name = QStringLiteral("<b>Home</b>"),
                        .base = server.url(),
                        .signIn = SavedConnection::SignIn::ServiceToken,
                        .isBilled = false});
        china = add(coze());
        open(current);
    }
    void open(const QString &current)
    {
        dialog = new ConnectionsDialog(studio(), current, nullptr);
        dialog->open();
    }
    ~Desk() { delete dialog; }
    template <class Widget>
    Widget *get(const char *name)
    {
        return find<Widget>(*dialog, name);
    }
    QPushButton *button(const char *name) { return get<QPushButton>(name); }
    QTableView *table() { return get<QTableView>("table"); }
    ConfirmBar *confirm() { return get<ConfirmBar>("confirm"); }
    ConnectionEditor *editor() { return dialog->findChild<ConnectionEditor *>(); }
    bool isShown(const char *name) { return get<QWidget>(name)->isVisible(); }
    QString label(const char *name) { return get<QLabel>(name)->text(); }
    QString shown(int row, int column) { return table()->model()->index(row, column).data().toString(); }
    QString selected()
    {
        return static_cast<ConnectionsModel *>(table()->model())->id(table()->currentIndex().row());
    }
    QString notice(const char *name) { return find<QLabel>(*get<Notice>(name), "sentence")->text(); }
    //! A key on the table, in a window that is really active: only then do shortcuts work.
    void press(Qt::Key key)
    {
        dialog->activateWindow();
        if (!QTest::qWaitForWindowActive(dialog))
            qFatal("the dialog is not active");
        table()->setFocus();
        QTest::keyClick(table(), key);
    }
    void test()
    {
        table()->selectRow(1);
        button("testButton")->click();
    }
    QString permission(const char *name)
    {
        return find<QLabel>(*dialog, name)->text().section(QStringLiteral(": "), 1);
    }

    ScriptedServer server;
    QString scripted;
    QString china;
    QPointer<ConnectionsDialog> dialog;
};

} // namespace

class ConnectionsDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void lists();
    void modelFollows();
    void saysWhatIsToBeKnown();
    void countsCalls();
    void connects();
    void thisComputerStays();
    void adds();
    void edits();
    void removes();
    void tests();
    void testsMissingPermissions();
    void testsWrongTokens();
    void testsUnreachable();
    void testsCertificates();
    void testsWithoutToken();
    void learnsFromCalls();
    void movesToTheOtherHost();
    void cancelsTests();
    void testedConnectionGoes();
    void byKeyboardAlone();
    void everythingHasAName();
    void otherLanguage();
};

void ConnectionsDialogTest::lists()
{
    Desk desk;
    desk.show();
    QCOMPARE(desk.dialog->objectName(), QStringLiteral("connectionsDialog"));
    QCOMPARE(desk.dialog->windowTitle(), QStringLiteral("Connections"));
    QCOMPARE(desk.table()->model()->rowCount(), 3);
    QCOMPARE(desk.shown(0, Columns::NameColumn), QStringLiteral("This computer"));
    QCOMPARE(desk.shown(0, Columns::SignInColumn), QStringLiteral("Nothing needed"));
    QCOMPARE(desk.shown(1, Columns::NameColumn), QStringLiteral("<b>Home</b>"));
    QCOMPARE(desk.shown(1, Columns::AddressColumn), desk.server.url().toString());
    QCOMPARE(desk.shown(1, Columns::SignInColumn), QStringLiteral("Service token"));
    QCOMPARE(desk.shown(2, Columns::AddressColumn), QStringLiteral("api.coze.cn"));
    QCOMPARE(desk.shown(2, Columns::SignInColumn), QStringLiteral("Personal access token"));
    QCOMPARE(desk.shown(0, Columns::StateColumn), QStringLiteral("In use"));
    QCOMPARE(desk.selected(), Connections::localId);
    desk.dialog->setCurrent(desk.china);
    QCOMPARE(desk.shown(0, Columns::StateColumn), QString());
    QCOMPARE(desk.shown(2, Columns::StateColumn), QStringLiteral("In use"));
    QVERIFY(!desk.isShown("unsavedLabel"));
    desk.dialog->setCurrent(QStringLiteral("environment"));
    QVERIFY(desk.isShown("unsavedLabel"));
}

void ConnectionsDialogTest::modelFollows()
{
    Desk desk;
    ConnectionsModel model(&desk.connections, &desk.activity);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 1);
    const QString id = desk.connections.add(desk.coze());
    QCOMPARE(model.rowOf(id), 1);
    model.setCurrent(id);
    QSignalSpy dataChanged(&model, &QAbstractItemModel::dataChanged);
    emit desk.activity.countsChanged(id);
    QCOMPARE(dataChanged.size(), 1);
    QCOMPARE(dataChanged.takeFirst().first().toModelIndex().row(), 1);
    emit desk.activity.countsChanged(QStringLiteral("gone"));
    QVERIFY(dataChanged.isEmpty());
    emit desk.activity.countsChanged({}); // those of any connection
    QCOMPARE(dataChanged.size(), 1);
    QCOMPARE(dataChanged.takeFirst().at(1).toModelIndex().row(), 1);
    desk.connections.remove(id);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOf(id), -1);
}

void ConnectionsDialogTest::saysWhatIsToBeKnown()
{
    Desk desk;
    const QDate today = QDate::currentDate();
    for (int days : {-1, 0, 1, 7, 8}) {
        SavedConnection connection = desk.coze(QString::number(days));
        connection.expires = today.addDays(days);
        desk.add(connection);
    }
    desk.open(desk.connections.all().at(2).id);
    QCOMPARE(desk.shown(1, Columns::StateColumn), QStringLiteral("Expired"));
    QCOMPARE(desk.shown(2, Columns::StateColumn), QStringLiteral("Expires today"));
    QVERIFY(desk.shown(3, Columns::StateColumn).startsWith(QStringLiteral("In use, expires in 1 day")));
    QVERIFY(desk.shown(5, Columns::StateColumn).startsWith(QStringLiteral("Expires in 8 day")));
    const auto hasSign = [&desk](int row) {
        return desk.table()->model()->index(row, Columns::StateColumn).data(Qt::DecorationRole).isValid();
    };
    QVERIFY(hasSign(1) && hasSign(4)); // seven days: soon
    QVERIFY(!hasSign(5) && !hasSign(0));
}

void ConnectionsDialogTest::countsCalls()
{
    Desk desk({Step::data(R"({"id":"7"})")});
    desk.show();
    Client client(
        {.base = desk.server.url(), .token = "t", .name = {}, .id = desk.scripted, .isBilled = true});
    desk.activity.follow(&client);
    QCOMPARE(desk.shown(1, Columns::TodayColumn), QStringLiteral("0"));
    for (bool billed : {false, true}) {
        Request<Nothing> request{{.path = QStringLiteral("/x")}};
        request.billed = billed;
        client.send(request, this, [](const Result<Nothing> &) {});
    }
    QTRY_COMPARE(desk.shown(1, Columns::TodayColumn), QStringLiteral("2 (1 billed)"));
    QCOMPARE(desk.shown(1, Columns::InAllColumn), QStringLiteral("2 (1 billed)"));
    QCOMPARE(desk.shown(2, Columns::InAllColumn), QStringLiteral("0"));
}

void ConnectionsDialogTest::connects()
{
    Desk desk;
    desk.show();
    QSignalSpy requested(desk.dialog, &ConnectionsDialog::connectRequested);
    QVERIFY(!desk.button("connectButton")->isEnabled()); // it is in use
    desk.table()->selectRow(2);
    desk.button("connectButton")->click();
    QCOMPARE(requested.takeFirst().first().toString(), desk.china);
    QVERIFY(desk.dialog->isVisible());
    desk.dialog->setCurrent(desk.china);
    QVERIFY(!desk.button("connectButton")->isEnabled());
    desk.table()->selectRow(0);
    desk.press(Qt::Key_Return);
    QCOMPARE(requested.takeFirst().first().toString(), Connections::localId);
}

void ConnectionsDialogTest::thisComputerStays()
{
    Desk desk;
    desk.show();
    for (const char *name : {"editButton", "removeButton", "testButton"})
        QVERIFY2(!desk.button(name)->isEnabled(), name);
    desk.press(Qt::Key_Delete);
    desk.press(Qt::Key_F2);
    desk.dialog->edit(Connections::localId);
    QVERIFY(!desk.confirm()->isVisible());
    QVERIFY(!desk.editor());
    desk.table()->selectRow(1);
    for (const char *name : {"editButton", "removeButton", "testButton"})
        QVERIFY2(desk.button(name)->isEnabled(), name);
}

void ConnectionsDialogTest::adds()
{
    Desk desk;
    desk.show();
    QSignalSpy edited(desk.dialog, &ConnectionsDialog::edited);
    desk.button("addButton")->click();
    QVERIFY(desk.editor());
    find<QLineEdit>(*desk.editor(), "tokenEdit")->setText(QStringLiteral("pat_new"));
    find<QDialogButtonBox>(*desk.editor(), "buttons")->button(QDialogButtonBox::Save)->click();
    QTRY_COMPARE(desk.table()->model()->rowCount(), 4);
    QCOMPARE(desk.shown(3, Columns::NameColumn), QStringLiteral("Coze in China (2)"));
    QTRY_COMPARE(desk.selected(), desk.connections.all().last().id);
    // There is no keyring here, and that stays to be seen.
    QTRY_COMPARE(desk.shown(3, Columns::StateColumn), QStringLiteral("Token kept until closing only"));
    delete desk.dialog;
    desk.open({});
    QCOMPARE(desk.shown(3, Columns::StateColumn), QStringLiteral("Token kept until closing only"));
    QVERIFY(edited.isEmpty());
}

void ConnectionsDialogTest::edits()
{
    Desk desk;
    desk.show();
    QSignalSpy edited(desk.dialog, &ConnectionsDialog::edited);
    desk.dialog->edit(desk.china);
    QCOMPARE(desk.selected(), desk.china);
    QVERIFY(desk.editor());
    desk.dialog->edit(desk.scripted); // one at a time
    QCOMPARE(desk.dialog->findChildren<ConnectionEditor *>().size(), 1);
    auto *name = find<QLineEdit>(*desk.editor(), "nameEdit");
    name->clear();
    QTest::keyClicks(name, QStringLiteral("Coze"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE(edited.size(), 1);
    QCOMPARE(edited.first().first().toString(), desk.china);
    QCOMPARE(desk.shown(2, Columns::NameColumn), QStringLiteral("Coze"));
    QTRY_VERIFY(!desk.editor());
    desk.press(Qt::Key_F2);
    QVERIFY(desk.editor());
}

void ConnectionsDialogTest::removes()
{
    Desk desk;
    desk.show();
    desk.table()->selectRow(1);
    desk.button("removeButton")->click();
    QVERIFY(desk.confirm()->isVisible());
    const QString question = find<QLabel>(*desk.confirm(), "confirmQuestion")->text();
    QVERIFY(question.contains(QStringLiteral("removed from the keyring")));
    QVERIFY(question.contains(QStringLiteral("Nothing in the cloud is deleted")));
    desk.table()->selectRow(2); // the question was about another one
    QVERIFY(!desk.confirm()->isVisible());
    desk.table()->selectRow(1);
    desk.press(Qt::Key_Delete);
    find<QPushButton>(*desk.confirm(), "cancelButton")->click();
    QCOMPARE(desk.connections.all().size(), 2);
    desk.button("removeButton")->click();
    find<QPushButton>(*desk.confirm(), "confirmButton")->click();
    QVERIFY(!desk.connections.find(desk.scripted));
    QCOMPARE(desk.table()->model()->rowCount(), 2);
    QCOMPARE(desk.secret(desk.scripted), QByteArray());
    QCOMPARE(desk.secret(desk.china), QByteArray("pat_marker"));
    // No keyring answers here: nobody knows whether one holds the token.
    QTRY_VERIFY(desk.isShown("notice"));
    QVERIFY(desk.notice("notice").contains(QStringLiteral("its token may still be there")));
}

void ConnectionsDialogTest::tests()
{
    Desk desk({groups, voiceprints, voices});
    desk.show();
    QVERIFY(!desk.isShown("testLabel"));
    desk.table()->selectRow(1);
    QCOMPARE(desk.label("testLabel"), QStringLiteral("A test makes at most 3 calls, none of them billed."));
    desk.test();
    QVERIFY(desk.isShown("testingRow"));
    QVERIFY(!desk.button("testButton")->isEnabled());
    QTRY_VERIFY(desk.isShown("report"));
    QVERIFY(!desk.isShown("testingRow"));
    QVERIFY(desk.button("testButton")->isEnabled());
    QCOMPARE(desk.label("reportHeading"), QStringLiteral("Test of “<b>Home</b>”"));
    QVERIFY(desk.label("reachLabel").startsWith(QStringLiteral("Answers in ")));
    QCOMPARE(desk.label("trustLabel"), QStringLiteral("Stays on this computer"));
    QCOMPARE(desk.label("tokenLabel"), QStringLiteral("Token accepted"));
    QVERIFY(!desk.isShown("reportNotice") && !desk.isShown("sisterBox"));
    QCOMPARE(desk.permission("listVoiceprintGroup"), QStringLiteral("given"));
    QCOMPARE(desk.permission("listVoiceprintFeature"), QStringLiteral("given"));
    QCOMPARE(desk.permission("listVoice"), QStringLiteral("given"));
    QCOMPARE(desk.permission("createVoiceprintGroup"), QStringLiteral("not checked"));
    QCOMPARE(desk.permission("identifyInVoiceprintGroup"), QStringLiteral("not checked"));
    QVERIFY(desk.label("callsLabel").startsWith(QStringLiteral("This test made 3 call")));
    QCOMPARE(desk.label("logIdLabel"), QStringLiteral("Log id: log-1"));
    desk.get<QAbstractButton>("copyLogIdButton")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("log-1"));
    QCOMPARE(desk.server.requests().size(), 3);
    QCOMPARE(desk.activity.counts(desk.scripted).today, 3); // and they are on record
    for (const SeenRequest &request : desk.server.requests())
        QCOMPARE(request.header("Authorization"), QByteArray("Bearer pat_marker"));
}

void ConnectionsDialogTest::testsMissingPermissions()
{
    Desk desk({groups, missing, voices});
    desk.show();
    desk.test();
    QTRY_VERIFY(desk.isShown("report"));
    QCOMPARE(desk.label("tokenLabel"), QStringLiteral("Token accepted"));
    QCOMPARE(desk.permission("listVoiceprintFeature"), QStringLiteral("missing"));
    QCOMPARE(desk.permission("listVoice"), QStringLiteral("given"));
    QVERIFY(desk.isShown("reportNotice"));
    QVERIFY(desk.notice("reportNotice").contains(QStringLiteral("listVoiceprintFeature")));
}

void ConnectionsDialogTest::testsWrongTokens()
{
    Desk desk({refused});
    desk.show();
    desk.test();
    QTRY_VERIFY(desk.isShown("report"));
    QVERIFY(desk.label("reachLabel").startsWith(QStringLiteral("Answers in ")));
    QCOMPARE(desk.label("tokenLabel"), QStringLiteral("Token refused"));
    QCOMPARE(desk.notice("reportNotice"), QStringLiteral("The service did not accept the access token."));
    QVERIFY(!desk.isShown("permissionsPart")); // of a token that is none there is nothing to say
    QVERIFY(!desk.isShown("sisterBox"));       // the token of this host goes nowhere else
    QVERIFY(desk.label("callsLabel").startsWith(QStringLiteral("This test made 1 call")));
}

void ConnectionsDialogTest::testsUnreachable()
{
    Desk desk;
    desk.show();
    SavedConnection gone = *desk.connections.find(desk.scripted);
    desk.server.close();
    gone.signIn = SavedConnection::SignIn::AccessToken;
    desk.connections.change(gone);
    desk.test();
    QTRY_VERIFY_WITH_TIMEOUT(desk.isShown("report"), 15'000); // it is tried three times
    QCOMPARE(desk.label("reachLabel"), QStringLiteral("Not reachable"));
    QCOMPARE(desk.label("trustLabel"), QStringLiteral("Protection not checked"));
    QCOMPARE(desk.label("tokenLabel"), QStringLiteral("Token not checked"));
    QCOMPARE(desk.notice("reportNotice"), QStringLiteral("The service cannot be reached."));
    QVERIFY(!desk.isShown("logIdLabel"));
}

void ConnectionsDialogTest::testsCertificates()
{
    Desk desk;
    ScriptedServer server({groups, voiceprints, voices}, QStringLiteral("tls-good.pem"),
                          QStringLiteral("tls-good-key.pem"));
    SavedConnection connection{.name = QStringLiteral("Home"), .base = server.url()};
    connection.id = desk.add(connection);
    desk.open({});
    desk.test();
    QTRY_VERIFY_WITH_TIMEOUT(desk.isShown("report"), 15'000);
    QCOMPARE(desk.label("trustLabel"), QStringLiteral("Certificate not trusted"));
    QCOMPARE(desk.label("tokenLabel"), QStringLiteral("Token not checked"));
    QVERIFY(desk.notice("reportNotice").contains(QStringLiteral("could not prove who it is")));
    QVERIFY(server.requests().isEmpty());
    QFile authority(QStringLiteral(TEST_DATA "/tls-authority.pem"));
    QVERIFY(authority.open(QIODevice::ReadOnly));
    connection.authority = authority.readAll();
    desk.connections.change(connection);
    desk.test();
    QTRY_VERIFY(desk.isShown("report"));
    QCOMPARE(desk.label("trustLabel"), QStringLiteral("Protected by TLS"));
    QCOMPARE(desk.label("tokenLabel"), QStringLiteral("Token accepted"));
}

void ConnectionsDialogTest::testsWithoutToken()
{
    Desk desk({groups});
    desk.scripted = desk.add({.name = QStringLiteral("Home"), .base = desk.server.url()}, {});
    desk.open({});
    desk.test();
    QTRY_VERIFY(desk.isShown("report"));
    QVERIFY(desk.notice("reportNotice").contains(QStringLiteral("the keyring may be locked")));
    QVERIFY(!desk.isShown("findings"));
    QVERIFY(desk.server.requests().isEmpty());
    QVERIFY(desk.button("testButton")->isEnabled());
}

void ConnectionsDialogTest::learnsFromCalls()
{
    const QString id = QStringLiteral("c"), create = QStringLiteral("createVoiceprintGroup"),
                  identify = QStringLiteral("identifyInVoiceprintGroup"), list = QStringLiteral("listVoice");
    const QDateTime noon = QDateTime::currentDateTime();
    const auto call = [&](const QString &permission, qint64 code, int second,
                          const QString &of = QStringLiteral("c")) {
        return Exchange{.at = noon.addSecs(second),
                        .connectionId = of,
                        .permission = permission,
                        .httpStatus = 200,
                        .code = code,
                        .failure = code == 0 ? QString() : QStringLiteral("no")};
    };
    const auto learnt = [&](const QList<Exchange> &exchanges, const QDateTime &since = {}) {
        ConnectionReport report;
        report.permissions = {
            {create, Grant::NotChecked}, {identify, Grant::NotChecked}, {list, Grant::Given}};
        ConnectionTest::learn(report, exchanges, id, since);
        return QList<Grant>{report.permissions[create], report.permissions[identify],
                            report.permissions[list]};
    };
    QCOMPARE(learnt({}), (QList<Grant>{Grant::NotChecked, Grant::NotChecked, Grant::Given}));
    QCOMPARE(learnt({call(create, 0, 1), call(identify, 4101, 2), call(list, 4101, 3)}),
             (QList<Grant>{Grant::Given, Grant::Missing, Grant::Given})); // the test itself knows best
    QCOMPARE(
        learnt({call(create, 0, 1), call(create, 4101, 2), call(identify, 4101, 3), call(identify, 0, 4)}),
        (QList<Grant>{Grant::Missing, Grant::Given, Grant::Given}));
    // Neither other connections, nor other failures, nor calls of an older token tell anything.
    QCOMPARE(learnt({call(create, 0, 1, QStringLiteral("other")), call(identify, 5000, 2)}),
             (QList<Grant>{Grant::NotChecked, Grant::NotChecked, Grant::Given}));
    QCOMPARE(learnt({call(create, 4101, 1), call(identify, 0, 5)}, noon.addSecs(3)),
             (QList<Grant>{Grant::NotChecked, Grant::Given, Grant::Given}));
    Exchange unanswered = call(create, 0, 1);
    unanswered.httpStatus = 0;
    unanswered.failure.clear();
    QCOMPARE(learnt({unanswered}).first(), Grant::NotChecked);
}

void ConnectionsDialogTest::movesToTheOtherHost()
{
    Desk desk({refused});
    desk.show();
    QSignalSpy edited(desk.dialog, &ConnectionsDialog::edited);
    desk.test(); // which the report below stands in for: no test speaks to Coze
    QTRY_VERIFY(desk.isShown("report"));
    SavedConnection wrong = *desk.connections.find(desk.scripted);
    wrong.base = QUrl(QStringLiteral("https://api.coze.com"));
    wrong.name = QStringLiteral("Coze elsewhere");
    desk.connections.change(wrong);
    ConnectionReport report;
    report.isReachable = report.isTrusted = true;
    report.error = Error{Error::Kind::Unauthorized};
    auto *view = desk.get<ConnectionReportView>("report");
    view->show(wrong, report, true);
    QCOMPARE(desk.label("sisterLabel"),
             QStringLiteral("It was tried at api.coze.cn too, and is not good there either."));
    QVERIFY(!desk.isShown("moveButton"));
    report.worksAt = QUrl(QStringLiteral("https://api.coze.cn"));
    view->show(wrong, report, true);
    QCOMPARE(desk.label("sisterLabel"),
             QStringLiteral("This token is good at api.coze.cn: change the address there."));
    desk.button("moveButton")->click();
    QCOMPARE(edited.takeFirst().first().toString(), desk.scripted);
    const SavedConnection moved = *desk.connections.find(desk.scripted);
    QCOMPARE(moved.base, report.worksAt);
    QCOMPARE(moved.name, QStringLiteral("Coze in China (2)")); // the other one is called so
    QVERIFY(!desk.isShown("reportScroll"));
    QCOMPARE(desk.secret(desk.scripted), QByteArray("pat_marker"));
}

void ConnectionsDialogTest::cancelsTests()
{
    Desk desk({Step::stall()});
    desk.show();
    desk.test();
    QTRY_COMPARE(desk.server.requests().size(), 1);
    desk.button("testButton")->click(); // never two at once
    desk.button("cancelTestButton")->click();
    QVERIFY(!desk.isShown("testingRow"));
    QVERIFY(!desk.isShown("report"));
    QTRY_VERIFY(!desk.dialog->findChild<ConnectionTest *>());
    QVERIFY(desk.button("testButton")->isEnabled());
    desk.button("testButton")->click();
    QTRY_COMPARE(desk.server.requests().size(), 2);
    QTest::keyClick(desk.dialog, Qt::Key_Escape); // the test, not the dialog
    QVERIFY(desk.dialog->isVisible());
    QVERIFY(!desk.isShown("testingRow"));
    desk.server.setScript({groups, voiceprints, voices});
    desk.button("testButton")->click();
    QTRY_VERIFY(desk.isShown("report"));
    desk.server.setScript({Step::stall()});
    desk.button("testButton")->click();
    QVERIFY(!desk.isShown("report")); // it says no longer what is
    QTRY_COMPARE(desk.server.requests().size(), 6);
    desk.button("closeButton")->click();
    QTRY_VERIFY(desk.dialog.isNull());
}

void ConnectionsDialogTest::testedConnectionGoes()
{
    Desk desk({Step::stall()});
    desk.show();
    desk.test();
    QTRY_COMPARE(desk.server.requests().size(), 1);
    desk.button("removeButton")->click();
    find<QPushButton>(*desk.confirm(), "confirmButton")->click();
    QVERIFY(!desk.isShown("testingRow"));
    QVERIFY(!desk.isShown("report"));
}

void ConnectionsDialogTest::byKeyboardAlone()
{
    Desk desk;
    desk.show(QStringLiteral("x"));
    QVERIFY(QTest::qWaitForWindowActive(desk.dialog));
    QTRY_VERIFY(desk.table()->hasFocus());
    QTest::keyClick(desk.table(), Qt::Key_Down);
    QCOMPARE(tabOrder(*desk.dialog),
             (QStringList{QStringLiteral("table"), QStringLiteral("addButton"), QStringLiteral("editButton"),
                          QStringLiteral("removeButton"), QStringLiteral("testButton"),
                          QStringLiteral("closeButton"), QStringLiteral("connectButton")}));
    QVERIFY(desk.button("connectButton")->isDefault());
    QSignalSpy requested(desk.dialog, &ConnectionsDialog::connectRequested);
    QTest::keyClick(desk.table(), Qt::Key_Tab);
    QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Return); // the button, not the default
    QVERIFY(requested.isEmpty());
    QTRY_VERIFY(desk.editor());
    QTest::keyClick(desk.editor(), Qt::Key_Escape);
    QTRY_VERIFY(!desk.editor());
    QTest::keyClick(desk.dialog, Qt::Key_Escape);
    QTRY_VERIFY(desk.dialog.isNull());
}

void ConnectionsDialogTest::everythingHasAName()
{
    Desk desk({groups, voiceprints, voices});
    desk.show();
    desk.test();
    QTRY_VERIFY(desk.isShown("report"));
    QCOMPARE(nameless(*desk.dialog).join(QLatin1Char('\n')), QString());
}

void ConnectionsDialogTest::otherLanguage()
{
    Desk desk({groups, voiceprints, voices});
    desk.show();
    desk.test();
    QTRY_VERIFY(desk.isShown("report"));
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    QTRY_VERIFY(desk.dialog->windowTitle().startsWith(QStringLiteral("§")));
    for (const char *name : {"addButton", "editButton", "removeButton", "testButton", "connectButton"})
        QVERIFY2(desk.button(name)->text().startsWith(QStringLiteral("§")), name);
    QVERIFY(desk.shown(0, Columns::NameColumn).startsWith(QStringLiteral("§")));
    QVERIFY(desk.label("reportHeading").startsWith(QStringLiteral("§")));
    QVERIFY(desk.label("listVoice").startsWith(QStringLiteral("§")));
    QCOMPARE(desk.selected(), desk.scripted);
    QApplication::removeTranslator(&language);
}

ROOM_TEST(ConnectionsDialogTest, QApplication)
#include "test_connectionsdialog.moc"
