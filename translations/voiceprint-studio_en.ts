<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>GroupsPane</name>
    <message numerus="yes">
        <source>Delete “%1” with its %n voiceprint(s)? This cannot be undone.</source>
        <translation>
            <numerusform>Delete “%1” with its %n voiceprint? This cannot be undone.</numerusform>
            <numerusform>Delete “%1” with its %n voiceprints? This cannot be undone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IdentifyScreen</name>
    <message numerus="yes">
        <source>%n voiceprint(s)</source>
        <translation>
            <numerusform>%n voiceprint</numerusform>
            <numerusform>%n voiceprints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoiceprintsScreen</name>
    <message numerus="yes">
        <source>%n unsent recording(s)</source>
        <translation>
            <numerusform>%n unsent recording</numerusform>
            <numerusform>%n unsent recordings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoicesScreen</name>
    <message numerus="yes">
        <source>None of the %n voice(s) loaded so far has this in its name, language or text.</source>
        <translation>
            <numerusform>The one voice loaded so far does not have this in its name, language or text.</numerusform>
            <numerusform>None of the %n voices loaded so far has this in its name, language or text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voice(s)</source>
        <translation>
            <numerusform>%n voice</numerusform>
            <numerusform>%n voices</numerusform>
        </translation>
    </message>
</context>
</TS>
