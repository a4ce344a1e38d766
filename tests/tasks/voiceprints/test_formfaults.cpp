// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "desk/clipdesk.h"
#include "net/scriptedserver.h"
#include "runner.h"
#include "server/place.h"
#include "style/bars.h"
#include "style/recordtable.h"
#include "tasks/enrol/enroldialog.h"
#include "tasks/identify/identifyscreen.h"
#include "tasks/voiceprints/groupspane.h"
#include "tasks/voiceprints/voiceprintspane.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace std::chrono_literals;

// Whatever goes wrong on the wire, through the real forms: the right sentence, nothing typed or recorded
// lost, nothing sent twice, no message box.

namespace {

//! What goes wrong, and what is said of it.
struct Fault
{
    enum class Kind {
        Refused, //!< nobody listens
        Tls,     //!< nobody trusts the certificate
        Played   //!< the server does it
    };
    Kind kind = Kind::Played;
    Step step = {};
    QString sentence = {};
    QString advice = {};
    //! Whether nobody knows if what was to be made, changed or billed was.
    enum class Outcome { NotDone, Unknown, Either } outcome = Outcome::NotDone;
};

const QString unreachable = QStringLiteral("The service cannot be reached.");
const QString misunderstood = QStringLiteral("The answer of the service could not be understood"); // and why
const QString busy = QStringLiteral("The service is busy.");
const QString away = QStringLiteral("The service is not available just now.");

Step refusal(const char *code, const char *status)
{
    return Step::json(QByteArray(R"({"code":)") + code + R"(,"msg":"no","detail":{"logid":"log-7"}})",
                      status);
}

QList<std::pair<const char *, Fault>> faults()
{
    using Kind = Fault::Kind;
    using Outcome = Fault::Outcome;
    const Step html = Step::http("200 OK", "Content-Type: text/html\r\n", "<html>Sign in to the hotel's net");
    return {
        {"refused", {Kind::Refused, {}, unreachable, QStringLiteral("Check the network")}},
        {"untrusted certificate",
         {Kind::Tls, {}, QStringLiteral("could not prove who it is"), QStringLiteral("certificate")}},
        {"reset during the body",
         {Kind::Played, Step::reset(60), unreachable, QStringLiteral("Check the network"), Outcome::Either}},
        {"reset after the body",
         {Kind::Played, Step::reset(), unreachable, QStringLiteral("Check the network"), Outcome::Unknown}},
        {"stalled",
         {Kind::Played, Step::stall(), QStringLiteral("did not answer in time"), QStringLiteral("Try again"),
          Outcome::Unknown}},
        {"truncated JSON",
         {Kind::Played, Step::json(R"({"code":0,"data":{"id":"7)"), misunderstood,
          QStringLiteral("Check that the address"), Outcome::Unknown}},
        {"another content type",
         {Kind::Played, html, QStringLiteral("A web page answered instead of the service"),
          QStringLiteral("Check the address"), Outcome::Unknown}},
        {"429",
         {Kind::Played, Step::http("429 Too Many Requests", "Retry-After: 0\r\n", {}), busy,
          QStringLiteral("Wait a moment")}},
        {"503",
         {Kind::Played, Step::http("503 Service Unavailable", {}, "<html>"), away,
          QStringLiteral("Wait a moment"), Outcome::Unknown}},
        {"redirect elsewhere",
         {Kind::Played, Step::redirect("http://127.0.0.2:9/v1/x"),
          QStringLiteral("Instead of an answer this call was led to"),
          QStringLiteral("sign in to this network")}},
        {"401",
         {Kind::Played, refusal("4100", "401 Unauthorized"),
          QStringLiteral("did not accept the access token"), QStringLiteral("It may have expired")}},
        {"4101",
         {Kind::Played, refusal("4101", "200 OK"), QStringLiteral("The access token lacks the permission “"),
          QStringLiteral("Give the token the permission")}},
    };
}

void addFaults()
{
    QTest::addColumn<Fault>("fault");
    for (const auto &[name, fault] : faults())
        QTest::newRow(name) << fault;
}

TimeLimits hasty()
{
    return {.connect = 300ms, .idle = 300ms, .upload = 900ms, .backoff = 5ms, .tries = 2};
}

const char *const oneGroup =
    R"({"items":[{"id":"5","name":"Family","desc":"","feature_count":3}],"total":1})";
const char *const oneVoiceprint =
    R"({"items":[{"id":"9","name":"Anna","desc":"likes jazz","group_id":"5"}],"total":1})";
const char *const nothing = R"({"items":[],"total":0})";

api::Group family()
{
    api::Group group;
    group.id = QStringLiteral("5");
    group.name = QStringLiteral("Family");
    return group;
}

//! A room with a connection at whose other end the fault is.
struct Desk : StudioRoom
{
    //! After the \a before, the server does what the fault says.
    explicit Desk(const Fault &what, const QList<Step> &before = {})
        : fault(what)
        , server(std::make_unique<ScriptedServer>(before + QList<Step>{fault.step},
                                                  fault.kind == Fault::Kind::Tls
                                                      ? ScriptedServer::Protocol::Https
                                                      : ScriptedServer::Protocol::Http))
        , client({.base = server->url(),
                  .token = "pat_secret",
                  .name = QStringLiteral("Coze"),
                  .id = QStringLiteral("coze"),
                  .isBilled = true},
                 hasty())
    {
        if (before.isEmpty())
            leave();
    }
    //! What had to come before has come.
    void leave()
    {
        if (fault.kind == Fault::Kind::Refused)
            server.reset();
    }
    //! Requests that make, change, delete or cost something.
    int writes() const
    {
        int count = 0;
        for (const SeenRequest &request : server ? server->requests() : QList<SeenRequest>())
            count += request.verb() != "GET";
        return count;
    }
    int reads() const { return server ? int(server->requests().size()) - writes() : 0; }

    const Fault fault;
    std::unique_ptr<ScriptedServer> server;
    Client client;
};

//! As the window does: the screen, and over it a notice of what it says.
struct Window : QWidget
{
    explicit Window(Screen *screen)
        : notice(new Notice(this))
    {
        auto *column = new QVBoxLayout(this);
        column->addWidget(notice);
        column->addWidget(screen);
        connect(screen, &Screen::failed, notice, qOverload<const Error &>(&Notice::show));
        connect(
            screen, &Screen::failedWithRetry, this,
            [this](const Error &error, const std::function<void()> &retry) { notice->show(error, retry); });
    }
    Notice *notice;
};

//! Everything that can be read on \a place.
QString said(const QWidget *place)
{
    QString text;
    for (const auto *label : place->findChildren<QLabel *>()) {
        if (label->isVisible())
            text += label->text() + QLatin1Char('\n');
    }
    return text;
}

bool says(const QWidget *place, const QString &words)
{
    return QTest::qWaitFor([&] { return said(place).contains(words); }, 8000);
}

bool noBoxes()
{
    for (const QWidget *window : QApplication::topLevelWidgets()) {
        if (window->isVisible() && window->inherits("QMessageBox"))
            return false;
    }
    return true;
}

} // namespace

class FormFaultsTest : public QObject
{
    Q_OBJECT

    // Of a call whose outcome is open, the words are unknown; else those of the fault.
    static bool saysOf(const Desk &desk, const QWidget *place, const QString &unknown)
    {
        if (desk.fault.outcome == Fault::Outcome::Unknown)
            return says(place, unknown);
        if (desk.fault.outcome == Fault::Outcome::NotDone)
            return says(place, desk.fault.sentence) && said(place).contains(desk.fault.advice);
        return QTest::qWaitFor(
            [&] { return said(place).contains(unknown) || said(place).contains(desk.fault.sentence); },
            20'000);
    }

private slots:
    void cleanup() { QVERIFY(noBoxes()); }

    void creatingAGroup_data() { addFaults(); }
    void creatingAGroup()
    {
        QFETCH(Fault, fault);
        Desk desk(fault);
        GroupsPane pane(desk.studio()); // not shown: it lists nothing
        pane.setClient(&desk.client);
        find<QAction>(pane, "newGroup")->trigger();
        auto *dialog = pane.findChild<QDialog *>();
        QVERIFY(dialog);
        find<QLineEdit>(*dialog, "nameEdit")->setText(QStringLiteral("Kitchen"));
        find<QPlainTextEdit>(*dialog, "descriptionEdit")->setPlainText(QStringLiteral("by the stove"));
        QPushButton *ok = find<QDialogButtonBox>(*dialog, "buttons")->button(QDialogButtonBox::Ok);
        ok->click();
        QVERIFY(!ok->isEnabled());
        QVERIFY2(saysOf(desk, dialog, QStringLiteral("Nobody knows whether “Kitchen” was made.")),
                 qPrintable(said(dialog)));
        QVERIFY(dialog->isVisible());
        QVERIFY(ok->isEnabled());
        QCOMPARE(find<QLineEdit>(*dialog, "nameEdit")->text(), QStringLiteral("Kitchen"));
        QCOMPARE(find<QPlainTextEdit>(*dialog, "descriptionEdit")->toPlainText(),
                 QStringLiteral("by the stove"));
        if (QTest::currentDataTag() == QByteArray("4101"))
            QVERIFY(said(dialog).contains(QStringLiteral("createVoiceprintGroup")));
        if (!desk.server || fault.kind == Fault::Kind::Tls)
            return;
        QCOMPARE(desk.writes(), 1);
        if (fault.outcome == Fault::Outcome::Unknown) { // the same button looks, and sends nothing
            desk.server->setScript({Step::data(nothing)});
            ok->click();
            QVERIFY(says(dialog, QStringLiteral("It was not made.")));
            QCOMPARE(desk.writes(), 1);
            QCOMPARE(desk.reads(), 1);
            find<QPushButton>(*dialog, "sendAgainButton")->click(); // a deliberate one does
            QTRY_COMPARE(desk.writes(), 2);
        }
        if (fault.outcome != Fault::Outcome::NotDone)
            return;
        desk.server->setScript({Step::data(R"({"id":"8"})")});
        const QPointer<QDialog> open = dialog;
        ok->click();
        QTRY_VERIFY(open.isNull());
        QCOMPARE(desk.writes(), 2);
    }

    void enrolling_data() { addFaults(); }
    void enrolling() { upload(Recording::Purpose::Enrol, "createVoiceprintFeature"); }

    void replacing_data() { addFaults(); }
    void replacing() { upload(Recording::Purpose::Replace, "updateVoiceprintFeature"); }

    void identifying_data() { addFaults(); }
    void identifying()
    {
        QFETCH(Fault, fault);
        Desk desk(fault, {Step::data(oneGroup)});
        auto *screen = new IdentifyScreen(desk.studio());
        Window window(screen);
        window.show();
        screen->setClient(&desk.client);
        auto *clips = find<ClipDesk>(*screen, "desk");
        clips->openFile(desk.file(QStringLiteral("probe.wav"), place::testSpeech(0)));
        QVERIFY(QTest::qWaitFor([&] { return clips->isReady(); }, 20'000));
        auto *identify = find<QPushButton>(*screen, "identifyButton");
        if (fault.kind == Fault::Kind::Tls) { // already the groups could not be read
            QVERIFY(says(&window, fault.sentence));
            QVERIFY(!identify->isEnabled());
            QCOMPARE(desk.drafts.all().size(), 1);
            return;
        }
        QTRY_VERIFY(identify->isEnabled());
        desk.leave();
        identify->click();
        QVERIFY(!identify->isEnabled());
        QVERIFY2(says(window.notice, fault.sentence), qPrintable(said(&window)));
        QVERIFY(said(window.notice).contains(fault.advice));
        const bool isBilled =
            said(screen).contains(QStringLiteral("No answer came. This call may already be billed."));
        if (fault.outcome != Fault::Outcome::Either)
            QCOMPARE(isBilled, fault.outcome == Fault::Outcome::Unknown);
        QTRY_VERIFY(identify->isEnabled());
        QCOMPARE(desk.drafts.all().size(), 1);
        QVERIFY(QFile::exists(desk.drafts.all().first().path));
        QTest::qWait(30);
        if (QTest::currentDataTag() == QByteArray("4101"))
            QVERIFY(said(&window).contains(QStringLiteral("identifyInVoiceprintGroup")));
        if (!desk.server)
            return;
        QCOMPARE(desk.writes(), 1);
        desk.server->setScript({Step::data(R"({"feature_score_list":[]})")});
        identify->click(); // by the user's hand it is sent again
        QVERIFY(says(screen, QStringLiteral("No match came back")));
        QCOMPARE(desk.writes(), 2);
        QVERIFY(!said(screen).contains(QStringLiteral("may already be billed")));
        QVERIFY(desk.drafts.all().isEmpty());
    }

    void listingGroups_data() { addFaults(); }
    void listingGroups()
    {
        QFETCH(Fault, fault);
        Desk desk(fault);
        auto *pane = new GroupsPane(desk.studio());
        Window window(pane);
        window.show();
        pane->setClient(&desk.client);
        list(desk, window, QStringLiteral("The groups could not be read"));
        if (!desk.server || fault.kind == Fault::Kind::Tls)
            return;
        desk.server->setScript({Step::data(oneGroup)});
        find<QPushButton>(*window.notice, "retryButton")->click();
        QTRY_COMPARE(find<RecordTable>(*pane, "groupsTable")->model()->rowCount(), 1);
    }

    void listingVoiceprints_data() { addFaults(); }
    void listingVoiceprints()
    {
        QFETCH(Fault, fault);
        Desk desk(fault);
        auto *pane = new VoiceprintsPane(desk.studio());
        Window window(pane);
        window.show();
        pane->setClient(&desk.client);
        pane->setGroup(family());
        list(desk, window, QStringLiteral("The voiceprints could not be read"));
    }

    void changingAGroup_data() { addFaults(); }
    void changingAGroup()
    {
        QFETCH(Fault, fault);
        if (fault.kind == Fault::Kind::Tls)
            return; // there is no list to choose from
        Desk desk(fault, {Step::data(oneGroup)});
        GroupsPane pane(desk.studio());
        pane.show();
        pane.setClient(&desk.client);
        auto *edit = find<QAction>(pane, "editGroup");
        QTRY_VERIFY(edit->isEnabled());
        desk.leave();
        if (desk.server) // what is asked after the change is the list
            desk.server->setScript({fault.step, Step::data(oneGroup)});
        edit->trigger();
        auto *dialog = pane.findChild<QDialog *>();
        find<QLineEdit>(*dialog, "nameEdit")->setText(QStringLiteral("Kitchen"));
        QPushButton *ok = find<QDialogButtonBox>(*dialog, "buttons")->button(QDialogButtonBox::Ok);
        ok->click();
        QVERIFY2(says(dialog, fault.sentence), qPrintable(said(dialog)));
        const bool isOpen = said(dialog).contains(QStringLiteral("look at the list"));
        if (fault.outcome != Fault::Outcome::Either)
            QCOMPARE(isOpen, fault.outcome == Fault::Outcome::Unknown);
        QVERIFY(ok->isEnabled());
        QCOMPARE(find<QLineEdit>(*dialog, "nameEdit")->text(), QStringLiteral("Kitchen"));
        QTRY_COMPARE(desk.reads(), desk.server ? 1 + isOpen : 0);
        QTest::qWait(30);
        QCOMPARE(desk.writes(), desk.server ? 1 : 0);
        QCOMPARE(desk.reads(), desk.server ? 1 + isOpen : 0);
    }

    void deletingAGroup_data() { addFaults(); }
    void deletingAGroup()
    {
        QFETCH(Fault, fault);
        if (fault.kind == Fault::Kind::Tls)
            return; // there is no list to delete from
        Desk desk(fault, {Step::data(oneGroup)});
        auto *pane = new GroupsPane(desk.studio());
        Window window(pane);
        window.show();
        pane->setClient(&desk.client);
        remove(desk, window, "groupsTable", "deleteGroup", "deleteVoiceprintGroup");
    }

    void deletingAVoiceprint_data() { addFaults(); }
    void deletingAVoiceprint()
    {
        QFETCH(Fault, fault);
        if (fault.kind == Fault::Kind::Tls)
            return; // there is no list to delete from
        Desk desk(fault, {Step::data(oneVoiceprint)});
        auto *pane = new VoiceprintsPane(desk.studio());
        Window window(pane);
        window.show();
        pane->setClient(&desk.client);
        pane->setGroup(family());
        remove(desk, window, "voiceprintsTable", "deleteVoiceprint", "deleteVoiceprintFeature");
    }

private:
    static void upload(Recording::Purpose purpose, const char *permission)
    {
        QFETCH(Fault, fault);
        const bool isNew = purpose == Recording::Purpose::Enrol;
        // What is to be replaced is read before.
        Desk desk(fault, isNew ? QList<Step>{} : QList<Step>{Step::data(oneVoiceprint)});
        Recording draft;
        draft.purpose = purpose;
        draft.groupId = QStringLiteral("5");
        draft.groupName = QStringLiteral("Family");
        if (purpose == Recording::Purpose::Replace) {
            draft.voiceprintId = QStringLiteral("9");
            draft.name = QStringLiteral("Anna");
        }
        const QPointer<EnrolDialog> dialog = new EnrolDialog(desk.studio(), &desk.client, draft);
        dialog->open();
        auto *clips = find<ClipDesk>(*dialog, "desk");
        clips->openFile(desk.file(QStringLiteral("speech.wav"), place::enrolSpeech(0)));
        QVERIFY(QTest::qWaitFor([&] { return clips->isReady(); }, 20'000));
        if (isNew) {
            find<QLineEdit>(*dialog, "nameEdit")->setText(QStringLiteral("Anna"));
            find<QPlainTextEdit>(*dialog, "descriptionEdit")->setPlainText(QStringLiteral("likes jazz"));
        } else
            QTRY_VERIFY(!find<QLabel>(*dialog, "oldState")->text().startsWith(QStringLiteral("Fetching")));
        desk.leave();
        const int reads = desk.reads();
        auto *send = find<QPushButton>(*dialog, "uploadButton");
        auto *upload = find<QWidget>(*dialog, "upload");
        send->click();
        QVERIFY(!send->isEnabled());
        QVERIFY2(saysOf(desk, upload,
                        isNew ? QStringLiteral("Nobody knows whether “Anna” was made.")
                              : QStringLiteral("Nobody knows whether the recording of “Anna” was replaced.")),
                 qPrintable(said(dialog)));
        QVERIFY(dialog->isVisible());
        QVERIFY(send->isEnabled());
        QCOMPARE(find<QLineEdit>(*dialog, "nameEdit")->text(), QStringLiteral("Anna"));
        QCOMPARE(desk.drafts.all().size(), 1);
        QVERIFY(QFile::exists(desk.drafts.all().first().path));
        if (QTest::currentDataTag() == QByteArray("4101"))
            QVERIFY(said(upload).contains(QLatin1String(permission)));
        if (desk.server && fault.kind != Fault::Kind::Tls) {
            QCOMPARE(desk.writes(), 1);
            if (fault.outcome == Fault::Outcome::Unknown) { // the same button looks, and sends nothing
                desk.server->setScript({Step::data(nothing)});
                send->click();
                QVERIFY(says(upload, isNew ? QStringLiteral("It was not made.")
                                           : QStringLiteral("It was not replaced.")));
                QCOMPARE(desk.writes(), 1);
                QCOMPARE(desk.reads(), reads + 1);
            } else if (fault.outcome == Fault::Outcome::NotDone) {
                desk.server->setScript({Step::data(R"({"id":"9"})")});
                send->click();
                if (isNew)
                    QTRY_VERIFY(find<QWidget>(*dialog, "enrolledLine")->isVisible());
                else
                    QTRY_VERIFY(dialog.isNull());
                QCOMPARE(desk.writes(), 2);
                QVERIFY(desk.drafts.all().isEmpty());
            }
        }
        delete dialog;
    }

    static void list(Desk &desk, const Window &window, const QString &emptiness)
    {
        QVERIFY2(says(window.notice, desk.fault.sentence), qPrintable(said(&window)));
        QVERIFY(said(window.notice).contains(desk.fault.advice));
        QVERIFY(said(&window).contains(emptiness));
        QVERIFY(find<QPushButton>(*window.notice, "retryButton")->isVisible());
        const int reads = desk.reads();
        QTest::qWait(60); // nothing goes on asking
        QCOMPARE(desk.reads(), reads);
        QVERIFY(reads <= hasty().tries);
        QCOMPARE(desk.writes(), 0);
    }

    static void remove(Desk &desk, const Window &window, const char *table, const char *command,
                       const char *permission)
    {
        auto *rows = window.findChild<RecordTable *>(QLatin1String(table));
        QTRY_COMPARE(rows->model()->rowCount(), 1);
        QTRY_VERIFY(rows->currentIndex().isValid());
        desk.leave();
        if (desk.server) // what is asked after the deletion is the list
            desk.server->setScript({desk.fault.step, Step::data(nothing)});
        window.findChild<QAction *>(QLatin1String(command))->trigger();
        window.findChild<QPushButton *>(QStringLiteral("confirmButton"))->click();
        // Where nobody knows whether it was done, the list is read, and here it shows that it was.
        if (desk.fault.outcome == Fault::Outcome::Either)
            QTRY_VERIFY(rows->model()->rowCount() == 0 || !said(window.notice).isEmpty());
        const bool isProven =
            desk.fault.outcome == Fault::Outcome::Unknown ||
            (desk.fault.outcome == Fault::Outcome::Either && rows->model()->rowCount() == 0);
        if (isProven) {
            QTRY_COMPARE(rows->model()->rowCount(), 0);
            QVERIFY2(said(window.notice).isEmpty(), qPrintable(said(&window)));
        } else {
            QVERIFY2(says(window.notice, desk.fault.sentence), qPrintable(said(&window)));
            if (QTest::currentDataTag() == QByteArray("4101"))
                QVERIFY(said(window.notice).contains(QLatin1String(permission)));
        }
        QTest::qWait(30);
        QCOMPARE(desk.writes(), desk.server ? 1 : 0);
        QCOMPARE(desk.reads(), desk.server ? 1 + 2 * isProven : 0); // the proof, and what is left
        QCOMPARE(rows->model()->rowCount(), isProven ? 0 : 1);
    }
};

ROOM_TEST(FormFaultsTest, QApplication)
#include "test_formfaults.moc"
