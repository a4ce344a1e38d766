// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gradepanel.h"
#include "runner.h"
#include "style/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using audio::Grade;
using audio::Purpose;
using audio::Quality;

Q_DECLARE_METATYPE(audio::Quality)

namespace {

//! A recording with nothing wrong.
Quality clean()
{
    return {.seconds = 30,
            .netSpeech = 24.36,
            .snr = 28.4,
            .peak = -6.2,
            .speechLevel = -22.4,
            .clipped = 0,
            .dcOffset = 0.0001};
}

template <class Change>
Quality but(Change change)
{
    Quality quality = clean();
    change(quality);
    return quality;
}

const Quality poor = but([](Quality &q) { q.snr = 5; });
const Quality unfit = but([](Quality &q) { q.netSpeech = 1.26; });

//! What a screen reader is told of a label.
QString spoken(QWidget *widget)
{
    return QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name);
}

struct Panel
{
    Panel()
    {
        widget.resize(520, 300);
        widget.show();
    }
    template <class T = QLabel>
    T *find(const char *name) const
    {
        return widget.findChild<T *>(QLatin1String(name));
    }
    QString text(const char *name) const { return find(name)->text(); }
    QStringList shownFindings() const
    {
        QStringList names;
        for (auto *label : widget.findChildren<QLabel *>()) {
            if (label->isVisible() && label->objectName().endsWith(QLatin1String("Finding")))
                names << label->objectName();
        }
        return names;
    }
    GradePanel widget;
};

} // namespace

class GradePanelTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::apply(Settings::Theme::Light); }

    void isEmptyBeforeThereIsARecording()
    {
        Panel panel;
        QVERIFY(!panel.widget.isUsable());
        for (auto *child : panel.widget.findChildren<QWidget *>())
            QVERIFY2(!child->isVisible(), qPrintable(child->objectName()));
    }

    void everyGradeHasAWordAndAnIcon()
    {
        Panel panel;
        QStringList words;
        QList<QImage> icons;
        for (const Quality &quality : {clean(), but([](Quality &q) { q.snr = 12; }), poor, unfit}) {
            panel.widget.setQuality(quality);
            words << spoken(panel.find("gradeLabel"));
            // Told apart without their colours.
            icons << panel.find("gradeIcon")
                         ->pixmap(Qt::ReturnByValue)
                         .toImage()
                         .convertToFormat(QImage::Format_Alpha8);
            QVERIFY(panel.text("gradeLabel").contains(spoken(panel.find("gradeIcon"))));
        }
        QCOMPARE(
            words,
            (QStringList{
                QStringLiteral("Grade: Good. This will be a good voiceprint."),
                QStringLiteral(
                    "Grade: Fair. It will do, but a better recording recognises the person more reliably."),
                QStringLiteral("Grade: Poor. This makes a voiceprint that often fails: better record again."),
                QStringLiteral("Grade: Cannot be used. The service can make nothing of it: record again."),
            }));
        for (int i = 0; i < icons.size(); ++i) {
            for (int j = 0; j < i; ++j)
                QVERIFY(icons[i] != icons[j]);
        }
    }

    void everyWeaknessHasASentence_data()
    {
        QTest::addColumn<Quality>("quality");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const char *part, auto change) {
            QTest::newRow(qPrintable(QLatin1String(name) + QLatin1Char(' ') + QLatin1String(part)))
                << but(change) << QString::fromLatin1(name) << QString::fromLatin1(part);
        };
        row("silent", "switched on?",
            [](Quality &q) { q = {.seconds = 5, .peak = -80, .speechLevel = -96}; });
        row("littleSpeech", "1.2 s without the pauses, where at least 3 s",
            [](Quality &q) { q.netSpeech = 1.26; });
        row("littleSpeech", "7.0 s without the pauses. Record again and speak for 20 s",
            [](Quality &q) { q.netSpeech = 7; });
        row("littleSpeech", "Rather short: 19.9 s", [](Quality &q) { q.netSpeech = 19.99; });
        row("noisy", "only 12 dB louder", [](Quality &q) { q.snr = 12; });
        row("noisy", "Very noisy: the voice is only 5 dB", [](Quality &q) { q.snr = 5; });
        row("clipped", "Turn the microphone down", [](Quality &q) { q.clipped = 0.005; });
        row("quiet", "-44 dBFS. Go nearer", [](Quality &q) {
            q.peak = -34;
            q.speechLevel = -44;
        });
        row("dcOffset", "by 3.1 % of full scale", [](Quality &q) { q.dcOffset = 0.031; });
        row("silentStart", "begins with 4.2 s", [](Quality &q) { q.silenceBefore = 4.2; });
        row("silentEnd", "ends with 4.2 s", [](Quality &q) { q.silenceAfter = 4.2; });
        row("secondSpeaker", "second voice", [](Quality &q) { q.secondSpeaker = true; });
    }

    void everyWeaknessHasASentence()
    {
        QFETCH(Quality, quality);
        QFETCH(QString, name);
        QFETCH(QString, part);
        Panel panel;
        panel.widget.setQuality(quality);
        QCOMPARE(panel.shownFindings(), QStringList{name + QLatin1String("Finding")});
        auto *label = panel.widget.findChild<QLabel *>(name + QLatin1String("Finding"));
        QVERIFY2(label->text().contains(part), qPrintable(label->text()));
        QVERIFY(label->wordWrap());
        for (auto *icon : panel.widget.findChildren<QLabel *>()) {
            if (icon->isVisible() && !icon->pixmap(Qt::ReturnByValue).isNull())
                QVERIFY(!icon->accessibleName().isEmpty());
        }
        QVERIFY(panel.widget.accessibleDescription().contains(label->text()));
        panel.widget.setQuality(clean());
        QCOMPARE(panel.shownFindings(), QStringList());
    }

    void theWorstComesFirst()
    {
        Panel panel;
        panel.widget.setQuality(but([](Quality &q) {
            q.silenceAfter = 9;
            q.netSpeech = 12;
            q.snr = 4;
        }));
        QCOMPARE(panel.shownFindings().size(), 3);
        QCOMPARE(panel.shownFindings().first(), QStringLiteral("noisyFinding"));
        QVERIFY(panel.find("noisyFinding")->y() < panel.find("littleSpeechFinding")->y());
    }

    void silenceIsCutOffAtTheUsersWish()
    {
        Panel panel;
        auto *trim = panel.find<QPushButton>("trimSilenceButton");
        panel.widget.setQuality(clean());
        QVERIFY(!trim->isVisible());
        panel.widget.setQuality(but([](Quality &q) { q.silenceBefore = 3; }));
        QVERIFY(trim->isVisible());
        QSignalSpy asked(&panel.widget, &GradePanel::trimRequested);
        trim->click();
        QCOMPARE(asked.count(), 1);
    }

    void poorNeedsADeliberateYes()
    {
        Panel panel;
        auto *anyway = panel.find<QCheckBox>("useAnywayBox");
        QSignalSpy changed(&panel.widget, &GradePanel::usableChanged);
        panel.widget.setQuality(clean());
        QVERIFY(panel.widget.isUsable());
        QVERIFY(!anyway->isVisible());
        panel.widget.setQuality(poor);
        QVERIFY(!panel.widget.isUsable());
        QVERIFY(anyway->isVisible());
        anyway->click();
        QCOMPARE(changed.count(), 1);
        QVERIFY(panel.widget.isUsable());
        panel.widget.setQuality(poor); // another recording: asked anew
        QVERIFY(!panel.widget.isUsable());
        QVERIFY(!anyway->isChecked());
        anyway->click();
        panel.widget.setQuality(unfit);
        QVERIFY(!anyway->isVisible());
        QVERIFY(!panel.widget.isUsable());
    }

    void thePurposeDecides()
    {
        Panel panel;
        panel.widget.setQuality(but([](Quality &q) { q.netSpeech = 8; }));
        QCOMPARE(panel.widget.assessment().grade, Grade::Poor);
        panel.widget.setPurpose(Purpose::Identify);
        QCOMPARE(panel.widget.assessment().grade, Grade::Good);
        QVERIFY(panel.text("gradeLabel").contains(QStringLiteral("identify")));
    }

    void figuresAreATable()
    {
        Panel panel;
        panel.widget.setQuality(clean());
        QCOMPARE(panel.text("speechFigure"), QStringLiteral("24.3 of 30.0 s"));
        QCOMPARE(panel.text("noiseFigure"), QStringLiteral("28 dB"));
        QCOMPARE(panel.text("levelFigure"), QStringLiteral("-22 dBFS"));
        QCOMPARE(panel.text("peakFigure"), QStringLiteral("-6 dBFS"));
        QCOMPARE(panel.text("clippingFigure"), QStringLiteral("none"));
        QCOMPARE(panel.text("offsetFigure"), QStringLiteral("none"));
        QCOMPARE(spoken(panel.find("noiseFigure")), QStringLiteral("Signal to noise 28 dB"));
        panel.widget.setQuality(but([](Quality &q) {
            q.snr = {};
            q.clipped = 0.00001;
            q.dcOffset = 0.024;
            q.peak = -0.2;
        }));
        QCOMPARE(panel.text("noiseFigure"), QStringLiteral("not measurable"));
        QCOMPARE(panel.text("clippingFigure"), QStringLiteral("0.1 in 1000"));
        QCOMPARE(panel.text("offsetFigure"), QStringLiteral("2.4 %"));
        QCOMPARE(panel.text("peakFigure"), QStringLiteral("0 dBFS")); // not "-0"
    }

    void figuresFitTheWidth()
    {
        Panel panel;
        panel.widget.setQuality(clean());
        const auto isAbove = [&](const char *a, const char *b) {
            return panel.find(a)->y() < panel.find(b)->y();
        };
        QVERIFY(!panel.find("levelFigure")->isVisible());
        panel.widget.findChild<QToolButton *>(QStringLiteral("gradeDetailsButton"))->click();
        QVERIFY(panel.find("levelFigure")->isVisible());
        panel.widget.resize(900, 300);
        QTRY_COMPARE(panel.find("levelFigure")->y(), panel.find("speechFigure")->y());
        panel.widget.resize(230, 400);
        QTRY_VERIFY(isAbove("noiseFigure", "levelFigure") && isAbove("levelFigure", "peakFigure"));
        QCOMPARE(panel.find("levelFigure")->x(), panel.find("speechFigure")->x());
        for (const char *name : {"speechFigure", "noiseFigure", "offsetFigure"})
            QVERIFY(panel.find(name)->mapTo(&panel.widget, QPoint(panel.find(name)->width(), 0)).x() <= 230);
    }

    void everythingIsReachedByKeyboard()
    {
        Panel panel;
        panel.widget.setQuality(but([](Quality &q) {
            q.snr = 5;
            q.silenceAfter = 5;
        }));
        for (const char *name : {"useAnywayBox", "trimSilenceButton"}) {
            auto *button = panel.find<QAbstractButton>(name);
            QVERIFY(button->focusPolicy() & Qt::TabFocus);
            QVERIFY(button->text().contains(QLatin1Char('&')));
        }
    }
};

ROOM_TEST(GradePanelTest, QApplication)
#include "test_gradepanel.moc"
