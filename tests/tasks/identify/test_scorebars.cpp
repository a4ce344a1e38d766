// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "tasks/identify/matchesmodel.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QTableView>

namespace {

constexpr int scoreRole = Qt::UserRole;
constexpr QSize size(240, 28);

QImage paint(double score, const QString &text, bool selected = false)
{
    QTableView view;
    QStandardItemModel model(1, 1);
    model.setData(model.index(0, 0), text);
    model.setData(model.index(0, 0), score, scoreRole);
    const ScoreBarDelegate delegate(scoreRole, 40);
    QImage image(size, QImage::Format_RGB32);
    image.fill(view.palette().color(QPalette::Base));
    QPainter painter(&image);
    QStyleOptionViewItem option;
    option.rect = image.rect();
    option.palette = view.palette();
    option.font = view.font();
    option.fontMetrics = view.fontMetrics();
    option.state = QStyle::State_Enabled;
    option.state.setFlag(QStyle::State_Selected, selected);
    delegate.paint(&painter, option, model.index(0, 0));
    return image;
}

//! Columns of the middle row that differ from a score of nothing.
int filled(const QImage &image)
{
    const QImage none = paint(0, {});
    int columns = 0;
    for (int x = 0; x < image.width(); ++x)
        columns += image.pixel(x, size.height() / 2) != none.pixel(x, size.height() / 2);
    return columns;
}

} // namespace

class ScoreBarsTest : public QObject
{
    Q_OBJECT
private slots:
    void lengthFollowsTheScore();
    void belowTheThresholdIsHollow();
    void thresholdIsMarked();
    void numberIsPainted();
    void outOfRangeStaysInside();
    void roomForBarAndNumber();
};

void ScoreBarsTest::lengthFollowsTheScore()
{
    const int fifty = filled(paint(50, {}));
    const int hundred = filled(paint(100, {}));
    QVERIFY(fifty > 30);
    QVERIFY2(std::abs(hundred - 2 * fifty) <= 4, qPrintable(QStringLiteral("%1 %2").arg(fifty).arg(hundred)));
}

void ScoreBarsTest::belowTheThresholdIsHollow()
{
    QVERIFY(filled(paint(39.9, {})) <= 4);
    QVERIFY(filled(paint(40, {})) > 20);
}

void ScoreBarsTest::thresholdIsMarked()
{
    // Above the groove only the mark is painted: one thin line, at the same place whatever the score.
    const auto marked = [](const QImage &image) {
        QList<int> columns;
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, 6) != image.pixel(image.width() - 1, 1))
                columns << x;
        }
        return columns;
    };
    const QList<int> columns = marked(paint(10, {}));
    QVERIFY(columns.size() >= 1 && columns.size() <= 3);
    QCOMPARE(marked(paint(90, {})), columns);
}

void ScoreBarsTest::numberIsPainted()
{
    QVERIFY(paint(72.31, QStringLiteral("72.31")) != paint(72.31, {}));
    QVERIFY(paint(72.31, QStringLiteral("72.31"), true) != paint(72.31, QStringLiteral("72.31"), false));
}

void ScoreBarsTest::outOfRangeStaysInside()
{
    QCOMPARE(paint(250, {}), paint(100, {}));
    QCOMPARE(paint(-3, {}), paint(0, {}));
}

void ScoreBarsTest::roomForBarAndNumber()
{
    QStandardItemModel model(1, 1);
    const ScoreBarDelegate delegate(scoreRole, 40);
    const QSize hint = delegate.sizeHint(QStyleOptionViewItem(), model.index(0, 0));
    QVERIFY(hint.width() >= 100);
    QVERIFY(hint.height() >= 20);
}

ROOM_TEST(ScoreBarsTest, QApplication)
#include "test_scorebars.moc"
