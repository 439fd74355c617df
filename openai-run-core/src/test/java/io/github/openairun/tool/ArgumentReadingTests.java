package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.TreeTraversingParser;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolOutput;
import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a call costs: its text is read once, and nothing is described again.
 */
class ArgumentReadingTests {

	@Test
	void readsTheTextOnceAndMakesNoTreeOfIt() {
		try (ToolContextFixture tools = ToolContextFixture.of(Handlers.class)) {
			Watched.PARSERS.clear();
			assertThat(tools.call("watch", "{\"box\":{\"value\":\"a\"},\"value\":\"b\"}")).isEqualTo("ab");
			assertThat(Watched.PARSERS).hasSize(2).doesNotContain(TreeTraversingParser.class);
		}
	}

	@Test
	void describesNothingOnceItHasStarted() {
		JsonMapper mapper = JsonMapper.builder().build();
		CountingGenerator generator = new CountingGenerator(mapper);
		ToolHandlerRegistrar registrar = new ToolHandlerRegistrar();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Handlers.class);
			context.registerBean(ToolSchemaGenerator.class, () -> generator);
			context.registerBean(ToolHandlerRegistrar.class, () -> registrar);
			context.refresh();
			assertThat(generator.count).hasValue(1);
			ToolExecutor executor = new ToolExecutorBuilder(registrar, ToolResultConverter.json(mapper)).build();
			List<ToolCall> calls = List.of(
					new ToolCall("call_1", "watch", "{\"box\":{\"value\":\"a\"},\"value\":\"b\"}"),
					new ToolCall("call_2", "watch", "{\"value\":1}"));
			List<ToolOutput> outputs = ToolContextFixture.execute(executor, new ToolBatch(ToolContextFixture.RUN, calls,
					List.of("watch"), RoundContext.builder().build(), ToolOutputListener.NONE));
			assertThat(outputs).extracting(ToolOutput::output).first().isEqualTo("ab");
			assertThat(generator.count).hasValue(1);
		}
	}

	static class Handlers {

		@ToolHandler
		String watch(Box box, @JsonDeserialize(using = Watched.class) String value) {
			return box.value() + value;
		}

	}

	record Box(@JsonDeserialize(using = Watched.class) String value) {
	}

	static class Watched extends StdScalarDeserializer<String> {

		static final List<Class<?>> PARSERS = new ArrayList<>();

		Watched() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			PARSERS.add(parser.getClass());
			return parser.getString();
		}

	}

	private static final class CountingGenerator implements ToolSchemaGenerator {

		private final AtomicInteger count = new AtomicInteger();

		private final ToolSchemaGenerator generator;

		CountingGenerator(JsonMapper mapper) {
			this.generator = new JacksonToolSchemaGenerator(mapper);
		}

		@Override
		public ToolSchema forParameters(List<ToolParameter> parameters) {
			this.count.incrementAndGet();
			return this.generator.forParameters(parameters);
		}

		@Override
		public ToolSchema forType(Type type) {
			this.count.incrementAndGet();
			return this.generator.forType(type);
		}

	}

}
