package io.github.openairun.test.docs;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.mockito.invocation.InvocationOnMock;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.tool.ToolHandlerRegistrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Keeps the tables of beans in docs/configuration.md what the auto-configuration does.
 */
class BeansPageTests {

	private static final Pattern NAME = Pattern.compile("`(\\w+)`");

	private static final List<String> PACKAGES = List.of("", "approval.", "autoconfigure.", "engine.", "thread.",
			"tool.", "tool.schema.", "wire.");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, JacksonAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=none");

	@Test
	void theBeansToInjectAreAllThatThereAreForApplications() {
		Set<Class<?>> injected = types(0);
		this.runner.run((context) -> {
			assertThat(injected).isNotEmpty().allSatisfy((type) -> assertThat(context).hasSingleBean(type));
			assertThat(publicTypes(context)).isNotEmpty()
				.allSatisfy((type) -> assertThat(injected)
					.anySatisfy((known) -> assertThat(known.isAssignableFrom(type)).isTrue()));
		});
	}

	@Test
	void aBeanOfTheApplicationTakesTheirPlace() {
		for (Class<?> type : types(0)) {
			assertTakesThePlace(type);
		}
	}

	@Test
	void ofTheOthersThereIsNoBeanUnlessTheApplicationDefinesOne() {
		assertThat(types(1)).isNotEmpty();
		this.runner
			.run((context) -> assertThat(types(1)).allSatisfy((type) -> assertThat(context).doesNotHaveBean(type)));
	}

	private <T> void assertTakesThePlace(Class<T> type) {
		T own = mock(type, BeansPageTests::answer);
		this.runner.withBean("own", type, () -> own).run((context) -> assertThat(context).getBean(type).isSameAs(own));
	}

	/** What other beans take from a bean must be no {@code null}. */
	private static Object answer(InvocationOnMock call) throws Throwable {
		if (call.getMethod().getReturnType() == String.class) {
			return "http://localhost";
		}
		Object self = Mockito.RETURNS_SELF.answer(call);
		return (self != null) ? self : Mockito.RETURNS_MOCKS.answer(call);
	}

	/** The public types of the beans that the auto-configuration defines. */
	private static List<Class<?>> publicTypes(ConfigurableApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.filter((name) -> isAutoConfigured(context, name))
			.<Class<?>>map((name) -> type(context, name))
			.filter((type) -> type != ToolHandlerRegistrar.class && type.getName().startsWith("io.github.openairun."))
			.filter((type) -> !type.getPackageName().equals(OpenAiRunAutoConfiguration.class.getPackageName())
					|| OpenAiConnectionDetails.class.isAssignableFrom(type))
			.toList();
	}

	private static boolean isAutoConfigured(ConfigurableApplicationContext context, String name) {
		String factory = context.getBeanFactory().getMergedBeanDefinition(name).getFactoryBeanName();
		return factory != null && factory.startsWith(OpenAiRunAutoConfiguration.class.getPackageName());
	}

	private static Class<?> type(ApplicationContext context, String name) {
		Class<?> type = context.getType(name, false);
		assertThat(type).isNotNull();
		return type;
	}

	/** The types in the first column of one of the two tables. */
	private static Set<Class<?>> types(int table) {
		String section = Pages.between(Pages.read("docs/configuration.md"), "## Beans that you can inject or replace\n",
				"\n## ");
		return section.split("\n\\|---\\|---\\|\n")[table + 1].split("\n\n")[0].lines()
			.map((row) -> row.split("\\|")[1])
			.flatMap((cell) -> NAME.matcher(cell).results().map((MatchResult match) -> match.group(1)))
			.map(BeansPageTests::named)
			.collect(Collectors.toSet());
	}

	private static Class<?> named(String simpleName) {
		ClassLoader loader = BeansPageTests.class.getClassLoader();
		return PACKAGES.stream()
			.map((room) -> "io.github.openairun." + room + simpleName)
			.filter((name) -> ClassUtils.isPresent(name, loader))
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(name, loader))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No public type is named " + simpleName));
	}

}
