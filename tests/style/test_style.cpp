// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "style/recordtable.h"
#include "style/theme.h"
#include "style/words.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QToolButton>

namespace {

int pixels(QWidget &window, const QColor &color)
{
    const QImage image = window.grab().toImage();
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            found += image.pixelColor(x, y) == color ? 1 : 0;
    }
    return found;
}

//! A window with one control in it, and another that can take the keyboard away.
class Row : public QWidget
{
public:
    explicit Row(QWidget *control)
        : m_other(new QPushButton(this))
    {
        auto *row = new QHBoxLayout(this);
        row->addWidget(control);
        row->addWidget(m_other);
        show();
        m_other->setFocus();
        (void)QTest::qWaitForWindowActive(this);
        m_other->hide();                          // its own ring does not count
        setAttribute(Qt::WA_KeyboardFocusChange); // as after a Tab
    }

private:
    QPushButton *m_other;
};

QWidget *table()
{
    auto *table = new RecordTable;
    auto *model = new QStandardItemModel(2, 2, table);
    model->setItem(0, 0, new QStandardItem(QStringLiteral("Anna")));
    table->setModel(model);
    table->selectRow(0);
    return table;
}

} // namespace

//! What the application's own style promises of any control.
class StyleTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { installReaders(); }

    void whoHasTheKeyboardShowsIt_data()
    {
        QTest::addColumn<std::function<QWidget *()>>("make");
        using Make = std::function<QWidget *()>;
        for (const auto choice : {Settings::Theme::Light, Settings::Theme::Dark}) {
            const auto row = [choice](const char *name, const Make &make) {
                const bool isDark = choice == Settings::Theme::Dark;
                QTest::addRow("%s, %s", name, isDark ? "dark" : "light") << Make([choice, make] {
                    theme::apply(choice);
                    return make();
                });
            };
            row("button", [] { return new QPushButton(QStringLiteral("Press")); });
            row("tool button", [] {
                auto *button = new QToolButton;
                button->setText(QStringLiteral("Press"));
                button->setFocusPolicy(Qt::StrongFocus);
                return button;
            });
            row("field", [] { return new QLineEdit(QStringLiteral("Text")); });
            row("text", [] { return new QPlainTextEdit(QStringLiteral("Text")); });
            row("box", [] { return new QComboBox; });
            row("number", [] { return new QSpinBox; });
            row("check box", [] { return new QCheckBox(QStringLiteral("Check")); });
            row("table", table);
        }
    }
    void whoHasTheKeyboardShowsIt()
    {
        QFETCH(std::function<QWidget *()>, make);
        QWidget *control = make();
        Row row(control);
        const QColor ring = theme::color(theme::Tone::Accent, QApplication::palette());
        control->clearFocus();
        QCOMPARE(pixels(row, ring), 0);
        control->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(control->hasFocus());
        // Along most of its edge, twice: a line of two pixels.
        QVERIFY2(pixels(row, ring) > 2 * control->sizeHint().boundedTo(control->size()).height() + 40,
                 qPrintable(QString::number(pixels(row, ring))));
    }

    void aListWithoutTheKeyboardIsPaler()
    {
        theme::apply(Settings::Theme::Light);
        QWidget *control = table();
        Row row(control);
        const QPalette palette = QApplication::palette();
        const QColor strong = palette.color(QPalette::Active, QPalette::Highlight);
        const QColor pale = palette.color(QPalette::Inactive, QPalette::Highlight);
        control->setFocus();
        QTRY_VERIFY(pixels(row, strong) > 100);
        QCOMPARE(pixels(row, pale), 0);
        control->clearFocus();
        QTRY_VERIFY(pixels(row, pale) > 100);
        QCOMPARE(pixels(row, strong), 0);
    }

    void theWheelPassesOver()
    {
        theme::apply(Settings::Theme::Light);
        auto *column = new QWidget;
        auto *row = new QHBoxLayout(column);
        auto *box = new QComboBox;
        box->addItems({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
        auto *number = new QSpinBox;
        number->setValue(5);
        row->addWidget(box);
        row->addWidget(number);
        Row window(column);
        const auto turn = [](QWidget *over) {
            const QPointF middle = over->rect().center();
            QWheelEvent event(middle, over->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(over, &event);
        };
        turn(box);
        turn(number);
        QCOMPARE(box->currentIndex(), 0);
        QCOMPARE(number->value(), 5);
        number->setFocus(); // who has the keyboard there means it
        turn(number);
        QCOMPARE(number->value(), 4);
    }

    void aBoxIsReadWithItsChoice()
    {
        QComboBox box;
        const auto name = [&box] {
            return QAccessible::queryAccessibleInterface(&box)->text(QAccessible::Name);
        };
        QCOMPARE(name(), QString());
        box.setAccessibleName(QStringLiteral("Theme"));
        QCOMPARE(name(), QStringLiteral("Theme"));
        box.addItems({QStringLiteral("Light"), QStringLiteral("Dark")});
        QCOMPARE(name(), QStringLiteral("Theme: Light"));
        box.setCurrentIndex(1);
        QCOMPARE(name(), QStringLiteral("Theme: Dark"));
        box.setAccessibleName({});
        QCOMPARE(name(), QStringLiteral("Dark"));
        auto *reader = QAccessible::queryAccessibleInterface(&box);
        QCOMPARE(reader->role(), QAccessible::ComboBox);
        QCOMPARE(reader->childCount(), 1);
        box.setEditable(true);
        QCOMPARE(reader->childCount(), 2);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(reader->indexOfChild(reader->child(i)), i);
    }

    void aSearchIsTakenBack()
    {
        SearchField field;
        field.show();
        field.begin();
        QTest::keyClicks(&field, QStringLiteral("anna"));
        QCOMPARE(field.text(), QStringLiteral("anna"));
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
        QTest::keyClicks(&field, QStringLiteral("karel"));
        const auto buttons = field.findChildren<QToolButton *>();
        QCOMPARE(buttons.size(), 1);
        QCOMPARE(QAccessible::queryAccessibleInterface(buttons.first())->text(QAccessible::Name),
                 QStringLiteral("Clear the search"));
        buttons.first()->click();
        QCOMPARE(field.text(), QString());
    }
};

ROOM_TEST(StyleTest, QApplication)
#include "test_style.moc"
