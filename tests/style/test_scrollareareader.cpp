// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "style/words.h"

#include <QAccessible>
#include <QLabel>
#include <QScrollArea>

class TestScrollAreaReader : public QObject
{
    Q_OBJECT

private slots:
    void asksForMoreThanThereIs();
};

void TestScrollAreaReader::asksForMoreThanThereIs()
{
    installReaders();
    QScrollArea area;
    area.setAccessibleName(QStringLiteral("Clip"));
    auto *label = new QLabel(QStringLiteral("tall"));
    label->setMinimumSize(100, 2000);
    area.setWidget(label);
    area.resize(200, 200);
    area.show();
    QVERIFY(QTest::qWaitForWindowExposed(&area));

    QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(&area);
    QVERIFY(reader);
    QCOMPARE(reader->role(), QAccessible::Client);
    QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Clip"));
    const int before = reader->childCount();
    QVERIFY(before > 0);
    for (int i = 0; i < before; ++i) {
        QVERIFY(reader->child(i));
        QCOMPARE(reader->indexOfChild(reader->child(i)), i);
    }
    for (const int beyond : {-1, before, before + 1, 100})
        QVERIFY(!reader->child(beyond));

    QAccessibleInterface *inside = QAccessible::queryAccessibleInterface(label);
    QCOMPARE(inside->parent()->parent(), reader);
}

ROOM_TEST(TestScrollAreaReader, QApplication)
#include "test_scrollareareader.moc"
