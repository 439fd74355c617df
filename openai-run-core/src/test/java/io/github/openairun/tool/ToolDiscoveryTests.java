package io.github.openairun.tool;

import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.SimpleThreadScope;

import io.github.openairun.ToolDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ToolHandlerScanner}: which methods of which beans are found.
 */
class ToolDiscoveryTests {

	@Test
	void describesAToolByItsMethod() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.OrderTools.class)) {
			assertThat(tools.registry().definitions()).containsExactly(new ToolDefinition("findOrder",
					"Finds an order by its number",
					"{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"string\",\"description\":\"Digits only\"}},"
							+ "\"required\":[\"number\"],\"additionalProperties\":false}",
					true));
		}
	}

	@Test
	void listsToolsInTheOrderOfTheirNames() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.Unordered.class)) {
			assertThat(tools.names()).containsExactly("alpha", "beta", "gamma");
		}
	}

	@Test
	void findsAToolByItsName() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.OrderTools.class)) {
			assertThat(tools.registry().find("findOrder")).isEqualTo(tools.registry().definitions().get(0));
			assertThat(tools.registry().find("other")).isNull();
		}
	}

	@Test
	void aToolWithoutDescriptionHasNone() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.Unordered.class)) {
			assertThat(tools.registry().definitions()).extracting(ToolDefinition::description).containsOnlyNulls();
		}
	}

	@Test
	void refusesToAnswerBeforeAllSingletonsExist() {
		ToolRegistry registry = new ToolContextFixture().registry();
		assertThatIllegalStateException().isThrownBy(registry::definitions)
			.withMessageContaining("once all singletons exist");
	}

	@Test
	void anApplicationWithoutHandlersHasNoTools() {
		try (ToolContextFixture tools = ToolContextFixture.of()) {
			assertThat(tools.registry().definitions()).isEmpty();
		}
	}

	@Test
	void findsPackagePrivateMethods() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.Unordered.class)) {
			assertThat(tools.call("beta", "{}")).isEqualTo("b");
		}
	}

	@Test
	void findsInheritedMethods() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.Child.class)) {
			assertThat(tools.call("inherited", "{}")).isEqualTo("from parent");
		}
	}

	@Test
	void callsTheOverridingMethodOfAnAnnotatedOne() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.Child.class)) {
			assertThat(tools.call("overridden", "{}")).isEqualTo("from child");
		}
	}

	@Test
	void findsMethodsThatAnInterfaceDeclares() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.Implementation.class)) {
			assertThat(tools.call("declared", "{\"order_number\":\"7\"}")).isEqualTo("7");
		}
	}

	@Test
	void findsDefaultMethodsOfInterfaces() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.Implementation.class)) {
			assertThat(tools.call("defaulted", "{}")).isEqualTo("default");
		}
	}

	@Test
	void resolvesTypeVariables() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.NumberStore.class)) {
			assertThat(tools.registry().definitions().get(0).parameters()).contains("\"value\":{\"type\":\"integer\"}");
			assertThat(tools.call("store", "{\"value\":7}")).isEqualTo("stored 7");
		}
	}

	@Test
	void findsMetaAnnotatedMethods() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.MetaAnnotated.class)) {
			ToolDefinition definition = tools.registry().definitions().get(0);
			assertThat(definition.name()).isEqualTo("renamed");
			assertThat(definition.description()).isEqualTo("Reads something");
			assertThat(definition.parameters()).contains("\"description\":\"An order's number\"");
		}
	}

	@Test
	void findsLazyBeansWithoutCreatingThem() {
		DiscoveryBeans.LazyTools.CREATED.set(0);
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.LazyTools.class)) {
			assertThat(tools.names()).containsExactly("lazy");
			assertThat(DiscoveryBeans.LazyTools.CREATED).hasValue(0);
			assertThat(tools.call("lazy", "{}")).isEqualTo("created 1");
		}
	}

	@Test
	void callsANewPrototypeEachTime() {
		DiscoveryBeans.PrototypeTools.CREATED.set(0);
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.PrototypeTools.class)) {
			assertThat(DiscoveryBeans.PrototypeTools.CREATED).hasValue(0);
			assertThat(tools.call("prototype", "{}")).isEqualTo("instance 1");
			assertThat(tools.call("prototype", "{}")).isEqualTo("instance 2");
		}
	}

	@Test
	void findsScopedBeansOnceThroughTheirProxies() {
		ToolContextFixture tools = new ToolContextFixture();
		tools.context().getBeanFactory().registerScope("thread", new SimpleThreadScope());
		tools.context().registerBean(DiscoveryBeans.ScopedConfiguration.class);
		try (tools) {
			tools.start();
			assertThat(tools.names()).containsExactly("byClass", "byInterface");
			assertThat(tools.call("byClass", "{}")).isEqualTo("scoped class");
			assertThat(tools.call("byInterface", "{}")).isEqualTo("scoped interface");
		}
	}

	@Test
	void findsWhatFactoryBeansMakeWithoutMakingIt() {
		DiscoveryBeans.FactoryConfiguration.MADE.set(0);
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.FactoryConfiguration.class)) {
			assertThat(tools.names()).containsExactly("made");
			assertThat(DiscoveryBeans.FactoryConfiguration.MADE).hasValue(0);
			assertThat(tools.call("made", "{}")).isEqualTo("made");
		}
	}

	@Test
	void findsMethodsOfConfigurationClasses() {
		try (ToolContextFixture tools = ToolContextFixture.of(DiscoveryBeans.ConfigurationTools.class)) {
			assertThat(tools.call("configured", "{}")).isEqualTo("configured");
		}
	}

	@Test
	void findsSingletonsThatWereRegisteredAsObjects() {
		ToolContextFixture tools = new ToolContextFixture();
		tools.context().getBeanFactory().registerSingleton("object", new DiscoveryBeans.OrderTools());
		try (tools) {
			assertThat(tools.start().names()).containsExactly("findOrder");
		}
	}

	@Test
	void findsMethodsOfInterfacesThatOnlyAProxyImplements() {
		ToolContextFixture tools = new ToolContextFixture();
		Object client = Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { DiscoveryBeans.Client.class },
				(proxy, method, arguments) -> "fetched " + arguments[0]);
		tools.context().registerBean("client", DiscoveryBeans.Client.class, () -> (DiscoveryBeans.Client) client);
		try (tools) {
			assertThat(tools.start().call("fetch", "{\"id\":\"7\"}")).isEqualTo("fetched 7");
		}
	}

}
