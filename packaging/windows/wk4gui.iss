; An installer for Windows of the folder that packaging/build.py makes there; for Inno Setup 6:
;     python packaging\build.py folder
;     iscc packaging\windows\wk4gui.iss
; Written from Inno Setup's manual; it has not been run, for want of a Windows machine.
; Windows knows a file by the last part of its name alone, so sessions and lectures are JSON files to it: they get
; "Open with wk4gui" in the menu of the right button, and a double click opens them once the user has chosen wk4gui there.

[Setup]
AppName=wk4gui
AppVersion=0.2.0
AppPublisher=The wk4gui authors
DefaultDirName={autopf}\wk4gui
DefaultGroupName=wk4gui
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=wk4gui-0.2.0-windows
SetupIconFile=..\..\build\icons\wk4gui.ico
UninstallDisplayIcon={app}\wk4gui-window.exe
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
ChangesEnvironment=yes

[Files]
Source: "..\..\build\frozen\wk4gui\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\wk4gui"; Filename: "{app}\wk4gui-window.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\Applications\wk4gui-window.exe\shell\open\command"; ValueType: string; ValueData: """{app}\wk4gui-window.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json\shell\wk4gui"; ValueType: string; ValueData: "Open with wk4gui"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json\shell\wk4gui\command"; ValueType: string; ValueData: """{app}\wk4gui-window.exe"" ""%1"""
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\wk4gui.exe"; ValueType: string; ValueData: "{app}\wk4gui.exe"; Flags: uninsdeletekey
