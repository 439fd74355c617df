package io.github.openairun.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
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

	private static Properties<Run> run() {
		return new Properties<Run>().with("id", Run::id)
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

	private static Properties<Message> message() {
		return new Properties<Message>().with("id", Message::id)
			.with("threadId", Message::threadId)
			.with("runId", Message::runId)
			.with("role", Message::role)
			.with("text", Message::text)
			.with("content", Message::content)
			.with("createdAt", Message::createdAt)
			.with("metadata", Message::metadata);
	}

	private static Properties<Citation> citation() {
		return new Properties<Citation>().with("type", Citation::type)
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

	private static Properties<RunStep> step() {
		return new Properties<RunStep>().with("id", RunStep::id)
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

	private static Properties<RunStep.Call> call() {
		return new Properties<RunStep.Call>().with("id", RunStep.Call::id)
			.with("type", RunStep.Call::type)
			.with("name", RunStep.Call::name)
			.with("arguments", RunStep.Call::arguments)
			.with("output", RunStep.Call::output)
			.with("json", RunStep.Call::json);
	}

	private static <T> Properties<T> part(String type) {
		return new Properties<T>().with("type", (part) -> type);
	}

	/**
	 * Writes the named properties of a type with the naming strategy and the inclusion of
	 * the application.
	 */
	private static final class Properties<T> extends ValueSerializer<T> {

		private final Map<String, Function<T, @Nullable Object>> properties = new LinkedHashMap<>();

		Properties<T> with(String name, Function<T, @Nullable Object> property) {
			this.properties.put(name, property);
			return this;
		}

		@Override
		public void serialize(T value, JsonGenerator json, SerializationContext context) {
			PropertyNamingStrategy naming = context.getConfig().getPropertyNamingStrategy();
			JsonInclude.Include inclusion = context.getDefaultPropertyInclusion(Object.class).getValueInclusion();
			boolean nulls = inclusion == JsonInclude.Include.ALWAYS || inclusion == JsonInclude.Include.USE_DEFAULTS;
			json.writeStartObject(value);
			this.properties.forEach((name, property) -> {
				Object written = property.apply(value);
				if (written != null || nulls) {
					context.defaultSerializeProperty(
							(naming != null) ? naming.nameForGetterMethod(context.getConfig(), null, name) : name,
							written, json);
				}
			});
			json.writeEndObject();
		}

	}

}
