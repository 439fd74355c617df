package io.github.openairun.autoconfigure;

import tools.jackson.databind.module.SimpleModule;

import io.github.openairun.Citation;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunStep;

/**
 * Lets controllers return runs, messages and steps: Jackson knows no properties of types
 * whose accessors have no prefix. A run is written without its instructions, its tools
 * and its internal state, which are not for browsers.
 */
final class RunJsonModule extends SimpleModule {

	private static final long serialVersionUID = 1;

	RunJsonModule() {
		super("openai-run");
		addSerializer(Run.class, run());
		addSerializer(Message.class, message());
		addSerializer(Citation.class, citation());
		addSerializer(RunStep.class, step());
		addSerializer(RunStep.Call.class, call());
		addSerializer(ContentPart.Text.class,
				RunJsonModule.<ContentPart.Text>part("text")
					.with("text", ContentPart.Text::text)
					.with("citations", ContentPart.Text::citations));
		addSerializer(ContentPart.Refusal.class,
				RunJsonModule.<ContentPart.Refusal>part("refusal").with("refusal", ContentPart.Refusal::refusal));
		addSerializer(ContentPart.ImageUrl.class,
				RunJsonModule.<ContentPart.ImageUrl>part("image_url")
					.with("url", ContentPart.ImageUrl::url)
					.with("detail", ContentPart.ImageUrl::detail));
		addSerializer(ContentPart.ImageFile.class,
				RunJsonModule.<ContentPart.ImageFile>part("image_file")
					.with("fileId", ContentPart.ImageFile::fileId)
					.with("detail", ContentPart.ImageFile::detail));
		addSerializer(ContentPart.File.class,
				RunJsonModule.<ContentPart.File>part("file").with("fileId", ContentPart.File::fileId));
	}

	private static PropertySerializer<Run> run() {
		return new PropertySerializer<Run>().with("id", Run::id)
			.with("threadId", Run::threadId)
			.with("assistant", Run::assistant)
			.with("status", Run::statusText)
			.with("toolCalls", Run::toolCalls)
			.with("createdAt", Run::createdAt)
			.with("startedAt", Run::startedAt)
			.with("expiresAt", Run::expiresAt)
			.with("cancelledAt", Run::cancelledAt)
			.with("failedAt", Run::failedAt)
			.with("completedAt", Run::completedAt)
			.with("model", Run::model)
			.with("lastError", Run::lastError)
			.with("incompleteReason", Run::incompleteReason)
			.with("usage", Run::usage)
			.with("metadata", Run::metadata);
	}

	private static PropertySerializer<Message> message() {
		return new PropertySerializer<Message>().with("id", Message::id)
			.with("threadId", Message::threadId)
			.with("runId", Message::runId)
			.with("role", Message::role)
			.with("text", Message::text)
			.with("content", Message::content)
			.with("createdAt", Message::createdAt)
			.with("metadata", Message::metadata);
	}

	private static PropertySerializer<Citation> citation() {
		return new PropertySerializer<Citation>().with("type", Citation::type)
			.with("fileId", Citation::fileId)
			.with("containerId", Citation::containerId)
			.with("filename", Citation::filename)
			.with("url", Citation::url)
			.with("title", Citation::title)
			.with("quote", Citation::quote)
			.with("startIndex", Citation::startIndex)
			.with("endIndex", Citation::endIndex)
			.with("json", Citation::json);
	}

	private static PropertySerializer<RunStep> step() {
		return new PropertySerializer<RunStep>().with("id", RunStep::id)
			.with("runId", RunStep::runId)
			.with("threadId", RunStep::threadId)
			.with("type", RunStep::type)
			.with("status", RunStep::status)
			.with("messageId", RunStep::messageId)
			.with("toolCalls", RunStep::toolCalls)
			.with("createdAt", RunStep::createdAt)
			.with("completedAt", RunStep::completedAt)
			.with("lastError", RunStep::lastError)
			.with("usage", RunStep::usage)
			.with("json", RunStep::json);
	}

	private static PropertySerializer<RunStep.Call> call() {
		return new PropertySerializer<RunStep.Call>().with("id", RunStep.Call::id)
			.with("type", RunStep.Call::type)
			.with("name", RunStep.Call::name)
			.with("arguments", RunStep.Call::arguments)
			.with("output", RunStep.Call::output)
			.with("json", RunStep.Call::json);
	}

	private static <T> PropertySerializer<T> part(String type) {
		return new PropertySerializer<T>().with("type", (part) -> type);
	}

}
