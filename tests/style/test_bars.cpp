// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "style/bars.h"
#include "style/pages.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace {

const QString hostile = QStringLiteral("<b>x</b><img src=file:///etc/passwd>");

template <class T>
T *find(const QWidget &parent, const char *name)
{
    T *found = parent.findChild<T *>(QString::fromLatin1(name));
    if (!found)
        qFatal("no %s", name);
    return found;
}

} // namespace

class BarsTest : public QObject
{
    Q_OBJECT

private slots:
    void aNoticeUnfoldsCopiesAndRetries()
    {
        Notice notice;
        QVERIFY(notice.isHidden());
        int retried = 0;
        notice.show({Error::Kind::Busy, hostile, 4013, QStringLiteral("log7")}, [&retried] { ++retried; });
        QVERIFY(notice.isVisible());
        auto *details = find<QLabel>(notice, "details");
        QVERIFY(!details->isVisible());
        QTest::mouseClick(find<QToolButton>(notice, "detailsButton"), Qt::LeftButton);
        QVERIFY(details->isVisible());
        QVERIFY(details->text().contains(hostile));
        QCOMPARE(details->textFormat(), Qt::PlainText);
        QTest::mouseClick(find<QToolButton>(notice, "copyButton"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), details->text());
        QTest::mouseClick(find<QPushButton>(notice, "retryButton"), Qt::LeftButton);
        QCOMPARE(retried, 1);
        QVERIFY(notice.isHidden());
    }

    void aNoticeWithoutRetryOffersNone()
    {
        Notice notice;
        notice.show({Error::Kind::Quota, hostile});
        QVERIFY(!find<QPushButton>(notice, "retryButton")->isVisible());
        QCOMPARE(find<QLabel>(notice, "sentence")->textFormat(), Qt::PlainText);
        QVERIFY(find<QLabel>(notice, "sentence")->text().contains(hostile));
        QVERIFY(!notice.accessibleName().isEmpty());
        QVERIFY(!find<QToolButton>(notice, "pageButton")->isVisible());
        notice.showSentence(QStringLiteral("Only words."));
        QVERIFY(!find<QLabel>(notice, "advice")->isVisible());
        QVERIFY(!find<QToolButton>(notice, "detailsButton")->isVisible());
        QTest::keyClick(find<QToolButton>(notice, "closeButton"), Qt::Key_Escape);
        QVERIFY(notice.isHidden());
    }

    void aQuestionNeedsADeliberateYes()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *field = new QLineEdit;
        auto *bar = new ConfirmBar;
        column->addWidget(field);
        column->addWidget(bar);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();
        int confirmed = 0;
        const auto ask = [&] {
            bar->ask([] { return hostile; }, [] { return QStringLiteral("Delete"); },
                     [&confirmed] { ++confirmed; });
        };
        ask();
        QVERIFY(bar->isVisible());
        QCOMPARE(find<QLabel>(*bar, "confirmQuestion")->text(), hostile);
        QCOMPARE(find<QLabel>(*bar, "confirmQuestion")->textFormat(), Qt::PlainText);
        auto *cancel = find<QPushButton>(*bar, "cancelButton");
        QVERIFY(cancel->hasFocus());
        QTest::keyClick(cancel, Qt::Key_Escape);
        QVERIFY(bar->isHidden());
        QVERIFY(field->hasFocus());
        ask();
        QTest::keyClick(cancel, Qt::Key_Space);
        QVERIFY(bar->isHidden());
        QCOMPARE(confirmed, 0);
        ask();
        QTest::keyClick(cancel, Qt::Key_Backtab);
        QTest::keyClick(find<QPushButton>(*bar, "confirmButton"), Qt::Key_Space);
        QCOMPARE(confirmed, 1);
        QVERIFY(bar->isHidden());
    }

    void anEmptyStateOffersTheFirstStep()
    {
        EmptyState empty;
        QAction action(QStringLiteral("&New group…"));
        action.setObjectName(QStringLiteral("newGroup"));
        action.setIconText(QStringLiteral("New group"));
        int triggered = 0;
        connect(&action, &QAction::triggered, &empty, [&triggered] { ++triggered; });
        empty.describe(QStringLiteral("add"), QStringLiteral("Nothing"), hostile, {&action});
        empty.show();
        auto *button = find<QPushButton>(empty, "newGroupEmptyButton");
        QCOMPARE(button->text(), QStringLiteral("New group"));
        QCOMPARE(find<QLabel>(empty, "emptyText")->text(), hostile);
        QCOMPARE(find<QLabel>(empty, "emptyText")->textFormat(), Qt::PlainText);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(triggered, 1);
        action.setEnabled(false);
        QVERIFY(!button->isEnabled());
    }
};

ROOM_TEST(BarsTest, QApplication)
#include "test_bars.moc"
