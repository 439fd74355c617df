package io.github.openairun.tool;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import io.github.openairun.Run;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolRegistration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JakartaArgumentValidator}.
 */
class ArgumentValidationTests {

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		Locale.setDefault(Locale.ENGLISH);
		LocaleContextHolder.resetLocaleContext();
		tools = new ToolContextFixture();
		tools.context().registerBean(LocalValidatorFactoryBean.class);
		tools.context().registerBean("handlers", Handlers.class);
		tools.context().registerBean("proxied", Doubling.class, ArgumentValidationTests::proxy);
		tools.context()
			.registerBean("typed", ToolRegistration.class,
					() -> ToolRegistration.of("typed", Line.class, (line, context) -> line.sku()));
		tools.start();
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	private static Doubling proxy() {
		ProxyFactory factory = new ProxyFactory(new Doubler());
		factory.setInterfaces(Doubling.class);
		return (Doubling) factory.getProxy();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"number|{'count':0}|'count' must be greater than or equal to 1",
			"number|{'count':9}|'count' must be less than or equal to 5",
			"two|{'run_number':0,'code':'a'}|'code' must match \"[A-Z]+\"; 'run_number' must be greater than or equal to 1",
			"texts|{'values':['','abc']}|'values' size must be between 3 and 4; 'values[0]' must not be blank",
			"line|{'line':{'sku':' ','quantity':0,'next':null}}|'line.quantity' must be greater than or equal to 1; 'line.stock_no' must not be blank",
			"line|{'line':{'stock_no':' ','quantity':1,'next':{'stock_no':'b','quantity':7,'next':null}}}|'line.next.quantity' must be less than or equal to 5; 'line.stock_no' must not be blank",
			"valid|{'line':{'stock_no':'a','quantity':0,'next':null}}|'line.quantity' must be greater than or equal to 1",
			"lines|{'lines':[{'stock_no':'a','quantity':1,'next':null},{'stock_no':'','quantity':1,'next':null}]}|'lines[1].stock_no' must not be blank",
			"validLines|{'lines':[{'stock_no':'','quantity':1,'next':null}]}|'lines[0].stock_no' must not be blank",
			"nested|{'lines':{'a':[{'stock_no':'a','quantity':1,'next':null},{'stock_no':'','quantity':1,'next':null}]},'pages':[[],[{'stock_no':'','quantity':1,'next':null}]],'other':[{'stock_no':'a','quantity':9,'next':null}]}|'lines.a[1].stock_no' must not be blank; 'other[0].quantity' must be less than or equal to 5; 'pages[1][0].stock_no' must not be blank",
			"map|{'lines':{'a':{'stock_no':'','quantity':1,'next':null}}}|'lines.a.stock_no' must not be blank",
			"optional|{'line':{'stock_no':'','quantity':1,'next':null}}|'line.stock_no' must not be blank",
			"basket|{'basket':{'lines':[{'stock_no':'a','quantity':9,'next':null}]}}|'basket.lines[0].quantity' must be less than or equal to 5",
			"shape|{'shape':{'kind':'Circle','radius':0}}|'shape.radius' must be greater than or equal to 1",
			"area|{'area':{'kind':'Square','side':0}}|'area.side' must be greater than or equal to 1",
			"validOptional|{'line':{'stock_no':'','quantity':1,'next':null}}|'line.stock_no' must not be blank",
			"typed|{'stock_no':'','quantity':0,'next':null}|'quantity' must be greater than or equal to 1; 'stock_no' must not be blank",
			"twice|{'value':99}|'value' must be less than or equal to 10" })
	void tellsEveryViolation(String tool, String arguments, String problems) {
		String json = arguments.replace('\'', '"').replace("\"sku\"", "\"stock_no\"");
		assertThat(tools.call(tool, json)).isEqualTo("{\"error\":{\"kind\":\"invalid_arguments\",\"message\":"
				+ "\"The arguments are not valid: " + problems.replace("\"", "\\\"") + ".\"}}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "number|{'count':1}", "two|{'run_number':1,'code':'A'}", "optional|{}",
					"texts|{'values':['a','b','c']}", "line|{'line':{'stock_no':'a','quantity':1,'next':null}}",
					"typed|{'stock_no':'a','quantity':1,'next':null}", "twice|{'value':4}" })
	void callsWhatIsValid(String tool, String arguments) {
		assertThat(tools.call(tool, arguments.replace('\'', '"'))).doesNotContain("error");
	}

	@Test
	void doesNotValidateWithoutAValidator() {
		try (ToolContextFixture plain = ToolContextFixture.of(Handlers.class)) {
			assertThat(plain.call("number", "{\"count\":0}")).isEqualTo("0");
		}
	}

	interface Doubling {

		@ToolHandler
		int twice(@Max(10) int value);

	}

	static class Doubler implements Doubling {

		@Override
		public int twice(int value) {
			return value * 2;
		}

	}

	static class Handlers {

		@ToolHandler
		int number(@Min(1) @Max(5) int count) {
			return count;
		}

		@ToolHandler
		String two(Run run, @JsonProperty("run_number") @Min(1) int number, @Pattern(regexp = "[A-Z]+") String code) {
			return run.id() + number + code;
		}

		@ToolHandler
		int texts(@Size(min = 3, max = 4) List<@NotBlank String> values) {
			return values.size();
		}

		@ToolHandler
		String line(Line line) {
			return line.sku();
		}

		@ToolHandler
		String valid(@Valid Line line) {
			return line.sku();
		}

		@ToolHandler
		int lines(List<Line> lines) {
			return lines.size();
		}

		@ToolHandler
		int validLines(List<@Valid Line> lines) {
			return lines.size();
		}

		@ToolHandler
		int map(Map<String, Line> lines) {
			return lines.size();
		}

		@ToolHandler
		int nested(Map<String, List<Line>> lines, List<List<Line>> pages, Optional<List<Line>> other) {
			return lines.size() + pages.size() + other.map(List::size).orElse(0);
		}

		@ToolHandler
		String optional(Optional<Line> line) {
			return line.map(Line::sku).orElse("none");
		}

		@ToolHandler
		int basket(Basket basket) {
			return basket.lines().size();
		}

		@ToolHandler
		String area(Area area) {
			return area.toString();
		}

		@ToolHandler
		String validOptional(Optional<@Valid Line> line) {
			return line.toString();
		}

		@ToolHandler
		String shape(Shape shape) {
			return shape.toString();
		}

	}

	record Line(@JsonProperty("stock_no") @NotBlank String sku, @Min(1) @Max(5) int quantity,
			@Valid @Nullable Line next) {
	}

	record Basket(List<@Valid Line> lines) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	sealed interface Shape permits Circle {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	abstract static sealed class Area permits Square {

	}

	static final class Square extends Area {

		@Min(1)
		public int side;

	}

	record Circle(@Min(1) int radius) implements Shape {
	}

}
