package io.github.openairun.tool;

import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;
import io.github.openairun.ToolRegistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is refused when the application starts.
 */
class ToolDeclarationTests {

	private final CapturedLog log = new CapturedLog();

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void refusesTwoMethodsOfTheSameNameAndNamesBoth() {
		ToolDeclarationException ex = refusal(FirstTools.class, SecondTools.class);
		assertThat(ex.description()).contains("Two methods handle the tool 'same'", "FirstTools.same()",
				"SecondTools.other()");
		assertThat(ex.action()).contains("@ToolHandler(name");
	}

	@Test
	void refusesOverloadedMethods() {
		assertThat(refusal(Overloaded.class).description()).contains("Overloaded.same()", "Overloaded.same(String)");
	}

	@Test
	void refusesTwoBeansOfTheSameClassAndNamesBoth() {
		ToolContextFixture tools = new ToolContextFixture();
		tools.context().registerBean("one", FirstTools.class);
		tools.context().registerBean("two", FirstTools.class);
		assertThatExceptionOfType(ToolDeclarationException.class).isThrownBy(tools::start)
			.satisfies((ex) -> assertThat(ex.description()).contains("bean 'one'", "bean 'two'"));
	}

	@Test
	void refusesAnIllegalName() {
		ToolDeclarationException ex = refusal(IllegalName.class);
		assertThat(ex.description()).contains("'find order'", "IllegalName.find()");
		assertThat(ex.action()).contains("1 to 64 characters");
	}

	@Test
	void refusesANameThatIsTooLong() {
		assertThat(refusal(LongName.class).description()).contains("is not legal");
	}

	@Test
	void refusesAPrivateMethod() {
		ToolDeclarationException ex = refusal(PrivateTools.class);
		assertThat(ex.description()).contains("PrivateTools.secret()", "is private");
		assertThat(ex.action()).contains("package-private");
	}

	@Test
	void refusesAStaticMethod() {
		ToolDeclarationException ex = refusal(StaticTools.class);
		assertThat(ex.description()).contains("StaticTools.shared()", "is static");
		assertThat(ex.action()).contains("instance method");
	}

	@Test
	void refusesLostParameterNames(@TempDir Path folder) throws Exception {
		try (URLClassLoader loader = WithoutParameterNames.compile(folder)) {
			ToolDeclarationException ex = refusal(loader.loadClass("Nameless"));
			assertThat(ex.description())
				.startsWith("The names of the parameters of the tool handler Nameless.findOrder(String)")
				.endsWith("are not known, as the class was compiled without them.");
			assertThat(ex.action()).isEqualTo("Compile with '-parameters' (as spring-boot-starter-parent and Boot's "
					+ "Gradle plugin do), or name each parameter with @ToolParam(name = \"...\").");
		}
	}

	@Test
	void refusesTwoParametersOfTheSameName() {
		assertThat(refusal(SameParameters.class).description()).contains("have the name 'id'");
	}

	@Test
	void refusesAnOptionalPrimitive() {
		ToolDeclarationException ex = refusal(OptionalPrimitive.class);
		assertThat(ex.description()).contains("'limit'", "optional and of the primitive type int");
		assertThat(ex.action()).contains("wrapper type");
	}

	@Test
	void refusesATypeThatCannotBeDescribed() {
		ToolDeclarationException ex = refusal(UndescribableTools.class);
		assertThat(ex.description()).contains("UndescribableTools.find(Undescribable)", "@JsonUnwrapped");
		assertThat(ex.action()).contains("ToolSchemaGenerator");
	}

	@Test
	void optionalParametersAreNullable() {
		try (ToolContextFixture tools = ToolContextFixture.of(OptionalTools.class)) {
			assertThat(tools.registry().definitions().get(0).parameters())
				.isEqualTo("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]},"
						+ "\"b\":{\"type\":[\"string\",\"null\"]},\"c\":{\"type\":[\"string\",\"null\"]},"
						+ "\"d\":{\"type\":[\"integer\",\"null\"]}},\"required\":[\"a\",\"b\",\"c\",\"d\"],"
						+ "\"additionalProperties\":false}");
		}
	}

	@Test
	void saysWhyAToolIsNotStrict() {
		try (ToolContextFixture tools = ToolContextFixture.of(LooseTools.class)) {
			assertThat(tools.registry().definitions().get(0).strict()).isFalse();
			assertThat(this.log).asString()
				.contains("Tool 'tag' is exposed without strict mode, because 'anything' may be any JSON");
		}
	}

	@Test
	void refusesADescriptionThatIsLongerThanTheApiAllows() {
		ToolDeclarationException ex = refusal(TalkativeTools.class);
		assertThat(ex.description()).contains("The description of the tool 'talk'", "TalkativeTools.talk()",
				"has 1025 characters, and the API allows 1024");
		ToolContextFixture tools = new ToolContextFixture();
		tools.context()
			.registerBean("registered", ToolRegistration.class,
					() -> ToolRegistration.ofJson("talk", "{}", (json, context) -> json)
						.description(TalkativeTools.LONG));
		assertThatExceptionOfType(ToolDeclarationException.class).isThrownBy(tools::start)
			.satisfies((refusal) -> assertThat(refusal.description()).contains("'talk'", "bean 'registered'", "1025"));
	}

	@Test
	void warnsOnceOfToolsWithoutADescription() {
		ToolContextFixture.of(UndescribedTools.class).close();
		assertThat(this.log).asString()
			.containsOnlyOnce("WARN")
			.contains("knows only the names and parameters of the tools 'first', 'second' and")
			.contains("@ToolHandler(description")
			.doesNotContain("described");
	}

	private static ToolDeclarationException refusal(Class<?>... beans) {
		try (ToolContextFixture tools = ToolContextFixture.of(beans)) {
			throw new AssertionError("Not refused: " + tools.names());
		}
		catch (ToolDeclarationException ex) {
			assertThat(ex).hasMessage(ex.description() + " " + ex.action());
			return ex;
		}
	}

	static class TalkativeTools {

		private static final String SIXTEEN = "A text of 16 ch.";

		private static final String LONG_PART = SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN
				+ SIXTEEN;

		static final String LONG = LONG_PART + LONG_PART + LONG_PART + LONG_PART + LONG_PART + LONG_PART + LONG_PART
				+ LONG_PART + ".";

		@ToolHandler(description = LONG)
		String talk() {
			return "";
		}

	}

	static class UndescribedTools {

		@ToolHandler
		String second() {
			return "";
		}

		@ToolHandler
		String first() {
			return "";
		}

		@ToolHandler(description = "Does something")
		String described() {
			return "";
		}

	}

	static class FirstTools {

		@ToolHandler
		String same() {
			return "";
		}

	}

	static class SecondTools {

		@ToolHandler(name = "same")
		String other() {
			return "";
		}

	}

	static class Overloaded {

		@ToolHandler
		String same() {
			return "";
		}

		@ToolHandler
		String same(String value) {
			return value;
		}

	}

	static class IllegalName {

		@ToolHandler(name = "find order")
		String find() {
			return "";
		}

	}

	static class LongName {

		@ToolHandler
		String aNameThatIsLongerThanTheSixtyFourCharactersThatTheInterfaceOfOpenAiAllows() {
			return "";
		}

	}

	static class PrivateTools {

		@ToolHandler
		private String secret() {
			return "";
		}

	}

	static class StaticTools {

		@ToolHandler
		static String shared() {
			return "";
		}

	}

	static class SameParameters {

		@ToolHandler
		String find(String id, @ToolParam(name = "id") String other) {
			return id + other;
		}

	}

	static class OptionalPrimitive {

		@ToolHandler
		String list(@ToolParam(required = false) int limit) {
			return "" + limit;
		}

	}

	static class OptionalTools {

		@ToolHandler
		String find(@Nullable String a, Optional<String> b, @ToolParam(required = false) String c, OptionalLong d) {
			return a + b + c + d;
		}

	}

	static class LooseTools {

		@ToolHandler
		String tag(Object anything) {
			return "" + anything;
		}

	}

	static class UndescribableTools {

		@ToolHandler
		String find(Undescribable value) {
			return "" + value;
		}

	}

	static class Undescribable {

		@JsonUnwrapped
		public FirstTools nested = new FirstTools();

	}

}
