//! The command line speaks Chinese: headings of the help, and what is wrong with the arguments.

use crate::Outcome;
use clap::{
    Arg, ArgAction, Command, CommandFactory, FromArgMatches,
    error::{ContextKind, ContextValue, ErrorKind},
};
use std::{
    io::{Write as _, stderr, stdout},
    process::ExitCode,
};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}\n";

/// Reads the command line; otherwise prints the help or what is wrong and says how to end.
pub(crate) fn parse<T: FromArgMatches + CommandFactory>() -> Result<T, ExitCode> {
    in_chinese(T::command())
        .try_get_matches()
        .and_then(|matches| T::from_arg_matches(&matches))
        .map_err(|error| answer(&error))
}

/// Gives a command and all below it Chinese headings and a Chinese `--help`.
fn in_chinese(command: Command) -> Command {
    let has_commands = command.has_subcommands();
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .mut_args(|argument| {
            let heading = if argument.is_positional() {
                "参数"
            } else {
                "选项"
            };
            let takes_value = argument.get_action().takes_values();
            argument
                .help_heading(heading)
                .hide_default_value(takes_value)
                .hide_possible_values(takes_value)
        })
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .help("显示这份说明")
                .help_heading("选项")
                .action(ArgAction::Help),
        )
        .subcommand_required(has_commands)
        .mut_subcommands(in_chinese)
}

fn answer(error: &clap::Error) -> ExitCode {
    // A reader that has gone away has seen enough: nothing to do when writing fails.
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        let _ = write!(stdout(), "{}", error.render());
        return Outcome::Done.into();
    }
    let _ = writeln!(
        stderr(),
        "{}用“luoshi --help”或“luoshi <命令> --help”查看用法。",
        explain(error)
    );
    Outcome::BadInput.into()
}

/// What is wrong, in a sentence.
fn explain(error: &clap::Error) -> String {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = named(ContextKind::InvalidArg);
    let value = named(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面缺少值。"),
        ErrorKind::InvalidValue => format!(
            "“{argument}”的值“{value}”无效，可用的值有：{}。",
            named(ContextKind::ValidValue)
        ),
        ErrorKind::ValueValidation => {
            // Reasons of our own are Chinese; those of the standard library are left out.
            let reason = std::error::Error::source(error).map(ToString::to_string);
            let reason = reason.filter(|reason| !reason.is_ascii());
            let reason = reason.map_or_else(String::new, |reason| format!("：{reason}"));
            format!("“{argument}”的值“{value}”无效{reason}。")
        }
        ErrorKind::UnknownArgument => format!("不认识参数“{argument}”。"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识命令“{}”。", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有写要执行的命令。".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}。"),
        ErrorKind::ArgumentConflict => format!(
            "“{argument}”重复，或与“{}”不能同时使用。",
            named(ContextKind::PriorArg)
        ),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”的值的个数不对。")
        }
        ErrorKind::InvalidUtf8 => "参数中有无法识别的字符。".to_owned(),
        _ => "命令行参数有误。".to_owned(),
    }
}
