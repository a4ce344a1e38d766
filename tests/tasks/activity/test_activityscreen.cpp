// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/activity/activityscreen.h"

#include "api/group.h"
#include "api/voice.h"
#include "api/voiceprint.h"
#include "calls/activity.h"
#include "calls/exchanges.h"
#include "common/studioroom.h"
#include "net/scriptedserver.h"
#include "recordings/studiostore.h"
#include "runner.h"
#include "style/bars.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include <sys/stat.h>

using namespace exchanges;

namespace {

const QByteArray marker = "pat_marker_1f7c9e";

//! The screen on its own, listening to a real Client.
struct Desk
{
    Desk()
        : client({.base = server.url(), .token = marker, .name = u"Test service"_s, .id = u"test"_s})
        , screen({.settings = &settings, .activity = &activity})
    {
        activity.follow(&client);
        screen.setClient(&client);
        screen.resize(1000, 700);
        screen.show();
        if (!QTest::qWaitForWindowActive(&screen))
            qFatal("the screen is not active");
        screen.enter();
    }
    //! Sends \a request and waits until it is on record.
    template <class T>
    bool call(const Request<T> &request)
    {
        const auto before = activity.exchanges().size();
        client.send(request, &screen, [](const Result<T> &) {});
        return QTest::qWaitFor([&] { return activity.exchanges().size() > before; });
    }
    void hear(const Exchange &exchange) { emit client.exchanged(exchange); }
    void choose(int row) { table()->setCurrentIndex(table()->model()->index(row, 0)); }
    //! Exports to \a name and gives the file's content.
    QByteArray exported(const QString &name)
    {
        const QString path = folder.filePath(name);
        QSignalSpy done(&screen, &Screen::done);
        action("exportCalls")->trigger();
        find<QPushButton>(*find<ConfirmBar>(screen, "exportWarning"), "confirmButton")->click();
        auto *dialog = find<QFileDialog>(screen, "exportDialog");
        dialog->selectFile(path);
        QMetaObject::invokeMethod(dialog, "accept");
        if (!done.wait())
            return {};
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTableView *table() { return find<QTableView>(screen, "callsTable"); }
    QAction *action(const char *name) { return find<QAction>(screen, name); }
    QString request() { return find<QPlainTextEdit>(screen, "requestText")->toPlainText(); }
    QString answer() { return find<QPlainTextEdit>(screen, "answerText")->toPlainText(); }
    QString counts() { return find<QLabel>(screen, "callCounts")->text(); }
    QString emptyTitle() { return find<QLabel>(screen, "emptyTitle")->text(); }

    QTemporaryDir folder;
    Settings settings{folder.filePath(u"data"_s)};
    Activity activity{std::make_shared<StudioDisk>(folder.filePath(u"data"_s))};
    ScriptedServer server{{Step::data("{}")}};
    Client client;
    ActivityScreen screen;
};

} // namespace

class TestActivityScreen : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }
    void showsWhatWasSentAndWhatCameBack();
    void newestCallIsOnTop();
    void newCallsDisturbNobody();
    void filters();
    void saysWhyThereIsNothing();
    void countsAreShown();
    void copies();
    void exportsWhatIsShown();
    void exportThatFailsIsToldOf();
    void exportIsAskedAboutFirst();
    void clearingKeepsTheCounts();
    void markerTokenIsNowhere();
    void speaksTheNewLanguage();
    void keyboardReachesEverything();
};

void TestActivityScreen::showsWhatWasSentAndWhatCameBack()
{
    Desk desk;
    desk.server.setScript({Step::data(R"({"id":"7511988408546279468"})")});
    QVERIFY(desk.call(api::createGroup({.name = u"办公室"_s, .description = u"<b>not bold</b>"_s})));
    QVERIFY(!desk.table()->currentIndex().isValid()); // nobody has chosen it yet
    QVERIFY(desk.request().isEmpty());
    desk.choose(0);
    QVERIFY(
        desk.request().startsWith(u"POST "_s + desk.server.url(u"/v1/audio/voiceprint_groups"_s).toString()));
    QVERIFY(desk.request().contains(u"\n  \"name\": \"办公室\""_s));
    QVERIFY(desk.request().contains(u"<b>not bold</b>"_s));
    QVERIFY(desk.answer().startsWith(u"HTTP 200"_s));
    QVERIFY(desk.answer().contains(u"\"id\": \"7511988408546279468\""_s));
    for (const char *name : {"requestText", "answerText"}) {
        auto *text = find<QPlainTextEdit>(desk.screen, name);
        QVERIFY(text->isReadOnly());
        QVERIFY(QFontInfo(text->font()).fixedPitch());
    }
}

void TestActivityScreen::newestCallIsOnTop()
{
    Desk desk;
    desk.server.setScript(
        {Step::data(R"({"items":[],"total":0})"), Step::data(R"({"voice_list":[],"has_more":false})")});
    QVERIFY(desk.call(api::listGroups(1, 10)));
    QVERIFY(desk.call(api::listVoices(1, 10)));
    const auto path = [&](int row) { return desk.table()->model()->index(row, 3).data().toString(); };
    QVERIFY(path(0).startsWith(u"/v1/audio/voices"_s));
    QVERIFY(path(1).startsWith(u"/v1/audio/voiceprint_groups"_s));
}

void TestActivityScreen::newCallsDisturbNobody()
{
    Desk desk;
    Exchange exchange = list();
    for (int number = 0; number < 100; ++number) {
        exchange.logId = QString::number(number);
        exchange.at = exchange.at.addMSecs(1);
        desk.hear(exchange);
    }
    desk.choose(50);
    desk.table()->scrollTo(desk.table()->currentIndex(), QAbstractItemView::PositionAtTop);
    QCoreApplication::processEvents();
    const QString chosen = desk.answer();
    const QRect place = desk.table()->visualRect(desk.table()->currentIndex());
    QVERIFY(desk.table()->verticalScrollBar()->value() > 0);
    auto *answer = find<QPlainTextEdit>(desk.screen, "answerText");
    answer->selectAll();
    for (int number = 0; number < 7; ++number) {
        exchange.at = exchange.at.addMSecs(1);
        desk.hear(exchange);
        QCoreApplication::processEvents();
    }
    QCOMPARE(desk.table()->currentIndex().row(), 57);
    QCOMPARE(desk.answer(), chosen);
    QVERIFY(answer->textCursor().hasSelection());
    QCOMPARE(desk.table()->visualRect(desk.table()->currentIndex()), place);

    // Who looks at the newest goes on seeing the newest.
    desk.table()->scrollToTop();
    exchange.at = exchange.at.addMSecs(1);
    desk.hear(exchange);
    QCoreApplication::processEvents();
    QCOMPARE(desk.table()->verticalScrollBar()->value(), 0);
}

void TestActivityScreen::filters()
{
    Desk desk;
    for (const Exchange &exchange : {list(), refusal(), identification(), unanswered(), sound()})
        desk.hear(exchange);
    const auto rows = [&] { return desk.table()->model()->rowCount(); };
    auto *box = find<QComboBox>(desk.screen, "connectionBox");
    QCOMPARE(box->count(), 4); // all, the one that is open, and two more that were spoken to
    QCOMPARE(find<QLabel>(desk.screen, "shownCount")->text(), u"5 call(s)"_s);
    box->setCurrentIndex(box->findText(u"House"_s));
    QCOMPARE(rows(), 1);
    box->setCurrentIndex(0);
    find<QCheckBox>(desk.screen, "failuresOnly")->click();
    QCOMPARE(rows(), 2);
    find<QCheckBox>(desk.screen, "failuresOnly")->click();
    find<QCheckBox>(desk.screen, "billedOnly")->click();
    QCOMPARE(rows(), 1);
    QCOMPARE(find<QLabel>(desk.screen, "shownCount")->text(), u"1 of 5 calls"_s);
    find<QCheckBox>(desk.screen, "billedOnly")->click();
    desk.action("findCall")->trigger();
    QVERIFY(find<QLineEdit>(desk.screen, "callSearch")->hasFocus());
    QTest::keyClicks(find<QLineEdit>(desk.screen, "callSearch"), u" 4101 "_s);
    QCOMPARE(rows(), 1);
    desk.hear(refusal()); // a new call passes the filter too, or does not
    desk.hear(list());
    QCOMPARE(rows(), 2);
}

void TestActivityScreen::saysWhyThereIsNothing()
{
    Desk desk;
    QCOMPARE(desk.emptyTitle(), u"No calls yet"_s);
    QVERIFY(!desk.action("exportCalls")->isEnabled());
    QVERIFY(!desk.action("clearCalls")->isEnabled());
    desk.hear(list());
    QVERIFY(desk.table()->isVisible());
    find<QLineEdit>(desk.screen, "callSearch")->setText(u"no such words"_s);
    find<QCheckBox>(desk.screen, "billedOnly")->click();
    QVERIFY(!desk.table()->isVisible());
    QCOMPARE(desk.emptyTitle(), u"No call found"_s);
    find<QPushButton>(desk.screen, "showAllCallsEmptyButton")->click();
    QVERIFY(desk.table()->isVisible());
    QCOMPARE(desk.table()->model()->rowCount(), 1);
}

void TestActivityScreen::countsAreShown()
{
    Desk desk;
    QCOMPARE(desk.counts(), u"Test service: 0 call(s) today, 0 in all, 0 billed"_s);
    QVERIFY(desk.call(api::listVoices(1, 10)));
    QCOMPARE(desk.counts(), u"Test service: 1 call(s) today, 1 in all, 0 billed"_s);
    Exchange exchange = identification();
    desk.hear(exchange); // of another day
    exchange.at = QDateTime::currentDateTime();
    desk.hear(exchange);
    desk.hear(sound());
    QCOMPARE(desk.counts(),
             u"Test service: 1 call(s) today, 1 in all, 0 billed\n"
             "Coze 国内: 1 call(s) today, 2 in all (of 500 on the free personal plan), 2 billed"_s);
}

void TestActivityScreen::copies()
{
    Desk desk;
    QSignalSpy done(&desk.screen, &Screen::done);
    desk.hear(refusal());
    QVERIFY(!desk.action("copyCurl")->isEnabled());
    QVERIFY(!desk.action("copyCallLogId")->isEnabled());
    desk.choose(0);
    desk.action("copyCurl")->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"curl 'https://api.coze.cn/"_s));
    desk.action("copyCallLogId")->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"20260314BBBB"_s);
    QCOMPARE(done.size(), 2);
    desk.hear(unanswered());
    desk.choose(0);
    QVERIFY(desk.action("copyCurl")->isEnabled());
    QVERIFY(!desk.action("copyCallLogId")->isEnabled()); // it has none
}

void TestActivityScreen::exportsWhatIsShown()
{
    Desk desk;
    for (const Exchange &exchange : {list(), refusal(), identification()})
        desk.hear(exchange);
    find<QCheckBox>(desk.screen, "failuresOnly")->click();
    const QByteArray lines = desk.exported(u"calls.jsonl"_s);
    QCOMPARE(lines.count('\n'), 1);
    QCOMPARE(QJsonDocument::fromJson(lines).object().value(u"code"_s).toInteger(), 4101);
    struct stat facts
    {};
    QCOMPARE(::stat(qPrintable(desk.folder.filePath(u"calls.jsonl"_s)), &facts), 0);
    QCOMPARE(int(facts.st_mode & 0777), 0600);
    find<QCheckBox>(desk.screen, "failuresOnly")->click();
    const QByteArray all = desk.exported(u"all.jsonl"_s);
    QCOMPARE(all.count('\n'), 3);
    QVERIFY(all.left(all.indexOf('\n')).contains("speaker_identify")); // in the order of the table
}

void TestActivityScreen::exportThatFailsIsToldOf()
{
    Desk desk;
    desk.hear(list());
    desk.action("exportCalls")->trigger();
    find<QPushButton>(*find<ConfirmBar>(desk.screen, "exportWarning"), "confirmButton")->click();
    auto *dialog = find<QFileDialog>(desk.screen, "exportDialog");
    QSignalSpy failed(&desk.screen, &Screen::failed);
    emit dialog->fileSelected(desk.folder.filePath(u"no/such/folder/calls.jsonl"_s));
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Storage);
}

void TestActivityScreen::exportIsAskedAboutFirst()
{
    Desk desk;
    desk.hear(list());
    auto *bar = find<ConfirmBar>(desk.screen, "exportWarning");
    QVERIFY(bar->isHidden());
    desk.action("exportCalls")->trigger();
    QVERIFY(bar->isVisible());
    const QString question = find<QLabel>(*bar, "confirmQuestion")->text();
    QVERIFY(question.contains(u"names of people"_s));
    QVERIFY(!desk.screen.findChild<QFileDialog *>());
    find<QPushButton>(*bar, "cancelButton")->click();
    QVERIFY(bar->isHidden());
    QVERIFY(!desk.screen.findChild<QFileDialog *>());
}

void TestActivityScreen::clearingKeepsTheCounts()
{
    Desk desk;
    QVERIFY(desk.call(api::listVoices(1, 10)));
    desk.choose(0);
    desk.action("clearCalls")->trigger();
    QCOMPARE(desk.emptyTitle(), u"No calls yet"_s);
    QVERIFY(desk.request().isEmpty());
    QVERIFY(!desk.action("copyCurl")->isEnabled());
    QCOMPARE(desk.counts(), u"Test service: 1 call(s) today, 1 in all, 0 billed"_s);
}

void TestActivityScreen::markerTokenIsNowhere()
{
    Desk desk;
    const api::AudioFile audio{.data = hum(1).wav()};
    desk.server.setScript(
        {Step::data(R"({"items":[],"total":0})"),
         Step::json(R"({"code":4100,"msg":"bad token )" + marker + R"("})", "401 Unauthorized"),
         Step::http("502 Bad Gateway", "Content-Type: text/html\r\n", "<p>Bearer " + marker),
         Step::data(R"({"items":[],"total":0})"), // it looks whether the group is gone
         Step::data(R"({"feature_score_list":[],"echo":"Bearer )" + marker + R"("})"),
         Step::http("200 OK", "Content-Type: audio/mpeg\r\n", "ID3" + marker), Step::close()});
    QVERIFY(desk.call(api::listGroups(1, 10)));
    QVERIFY(desk.call(api::createGroup({.name = u"Ann"_s, .description = u"Ann's"_s})));
    QVERIFY(desk.call(api::deleteGroup(u"75"_s)));
    QTRY_COMPARE(desk.activity.exchanges().size(), 4); // and the look at the list
    QVERIFY(desk.call(api::identifySpeaker(u"75"_s, audio)));
    const auto before = desk.activity.exchanges().size();
    desk.client.fetch(desk.server.url(u"/preview.mp3?signature=secret-signature"_s), &desk.screen,
                      [](const Result<Media> &) {});
    QTRY_COMPARE(desk.activity.exchanges().size(), before + 1);
    QVERIFY(desk.call(api::updateGroup(u"75"_s, {.name = u"Bea"_s, .description = {}})));
    for (const SeenRequest &seen : desk.server.requests())
        QVERIFY(seen.raw.contains(marker)); // it was sent, so that it could be anywhere

    QString everything = desk.counts();
    const QAbstractItemModel *calls = desk.table()->model();
    QVERIFY(calls->rowCount() >= 6);
    for (int row = 0; row < calls->rowCount(); ++row) {
        desk.choose(row);
        desk.action("copyCurl")->trigger();
        everything += desk.request() + desk.answer() + QGuiApplication::clipboard()->text();
        for (int column = 0; column < calls->columnCount(); ++column) {
            for (int role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
                everything += calls->index(row, column).data(role).toString();
        }
    }
    everything += QString::fromUtf8(desk.exported(u"calls.jsonl"_s));
    QVERIFY(everything.contains(u"$COZE_API_TOKEN"_s));
    QVERIFY(everything.contains(u"Ann"_s));
    QVERIFY(!everything.contains(QString::fromLatin1(marker)));
    for (const QString &name : QDir(desk.folder.filePath(u"data"_s)).entryList(QDir::Files)) {
        QFile file(desk.folder.filePath(u"data/"_s + name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(marker), qPrintable(name));
    }
}

void TestActivityScreen::speaksTheNewLanguage()
{
    Desk desk;
    desk.hear(refusal());
    desk.choose(0);
    desk.action("exportCalls")->trigger();
    MarkedLanguage marked;
    QCoreApplication::installTranslator(&marked);
    QCoreApplication::processEvents();
    const auto isMarked = [](const QString &text) { return text.contains(u"§"_s); };
    for (int column = 0; column < desk.table()->model()->columnCount(); ++column)
        QVERIFY(isMarked(desk.table()->model()->headerData(column, Qt::Horizontal).toString()));
    for (QAction *command : desk.screen.commands())
        QVERIFY2(isMarked(command->text()), qPrintable(command->objectName()));
    QVERIFY(isMarked(desk.counts()));
    QVERIFY(isMarked(desk.answer()));
    QVERIFY(isMarked(find<QComboBox>(desk.screen, "connectionBox")->itemText(0)));
    QVERIFY(isMarked(find<QLabel>(desk.screen, "shownCount")->text()));
    QVERIFY(isMarked(find<QLabel>(desk.screen, "confirmQuestion")->text()));
    desk.activity.forget();
    QVERIFY(isMarked(desk.emptyTitle()));
    QCoreApplication::removeTranslator(&marked);
}

void TestActivityScreen::keyboardReachesEverything()
{
    Desk desk;
    desk.hear(refusal());
    desk.choose(0);
    find<QLineEdit>(desk.screen, "callSearch")->setFocus();
    QStringList reached;
    for (int step = 0; step < 30; ++step) {
        QWidget *focused = QApplication::focusWidget();
        QVERIFY(focused);
        if (reached.contains(focused->objectName()))
            break;
        reached << focused->objectName();
        QTest::keyClick(focused, Qt::Key_Tab);
    }
    QCOMPARE(reached,
             (QStringList{u"callSearch"_s, u"connectionBox"_s, u"failuresOnly"_s, u"billedOnly"_s,
                          u"copyCurlButton"_s, u"copyCallLogIdButton"_s, u"exportCallsButton"_s,
                          u"clearCallsButton"_s, u"callsTable"_s, u"requestText"_s, u"answerText"_s}));
}

ROOM_TEST(TestActivityScreen, QApplication)
#include "test_activityscreen.moc"
