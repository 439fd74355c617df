package io.github.openairun.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.context.annotation.Lazy;

import io.github.openairun.ToolHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that handlers are called through the proxies of their beans.
 */
class ToolProxyTests {

	private final List<String> advised = new ArrayList<>();

	@Test
	void callsThroughAClassProxy() {
		try (ToolContextFixture tools = proxied(true, ClassTools.class)) {
			assertThat(tools.call("shown", "{\"value\":\"a\"}")).isEqualTo("advised a");
			assertThat(this.advised).containsExactly("shown");
		}
	}

	@Test
	void callsPackagePrivateMethodsThroughAClassProxy() {
		try (ToolContextFixture tools = proxied(true, ClassTools.class)) {
			assertThat(tools.call("hidden", "{}")).isEqualTo("advised hidden");
			assertThat(this.advised).containsExactly("hidden");
		}
	}

	@Test
	void callsThroughAnInterfaceProxy() {
		try (ToolContextFixture tools = proxied(false, InterfaceTools.class)) {
			assertThat(tools.call("declared", "{\"value\":\"a\"}")).isEqualTo("advised a");
			assertThat(this.advised).containsExactly("declared");
		}
	}

	@Test
	void callsThroughAnInterfaceProxyIfTheClassHasTheAnnotation() {
		try (ToolContextFixture tools = proxied(false, InterfaceTools.class)) {
			assertThat(tools.call("implemented", "{}")).isEqualTo("advised implemented");
			assertThat(this.advised).containsExactly("implemented");
		}
	}

	@Test
	void callsThroughTheProxyOfALazyBean() {
		try (ToolContextFixture tools = proxied(true, LazyTools.class)) {
			assertThat(tools.call("lazy", "{}")).isEqualTo("advised lazy");
			assertThat(this.advised).containsExactly("lazy");
		}
	}

	@Test
	void callsThroughAProxyThatWasMadeByHand() {
		ToolContextFixture tools = new ToolContextFixture();
		ProxyFactory factory = new ProxyFactory(new InterfaceTools());
		factory.addAdvice(advice());
		tools.context().registerBean("byHand", Tools.class, () -> (Tools) factory.getProxy());
		try (tools) {
			assertThat(tools.start().call("implemented", "{}")).isEqualTo("advised implemented");
		}
	}

	@Test
	void refusesAMethodThatTheInterfaceProxyDoesNotHave() {
		assertRefused(false, UnreachableTools.class, (ex) -> {
			assertThat(ex.description()).contains("UnreachableTools.unreachable()", "'unreachableTools'",
					"proxied by its interfaces, and none of them has the method");
			assertThat(ex.action()).contains("declare the method in an interface", "proxyTargetClass = true");
		});
	}

	@Test
	void refusesAFinalMethodOfAClassProxy() {
		assertRefused(true, FinalTools.class, (ex) -> {
			assertThat(ex.description()).contains("FinalTools.sealed()", "is final");
			assertThat(ex.action()).contains("non-final");
		});
	}

	@Test
	void failsTheCallIfALazyBeansProxyDoesNotHaveTheMethod() {
		try (ToolContextFixture tools = proxied(false, LazyUnreachableTools.class)) {
			assertThat(tools.call("unreachable", "{}")).contains("\"kind\":\"failed\"");
		}
	}

	private void assertRefused(boolean byClass, Class<?> bean, Consumer<ToolDeclarationException> requirements) {
		assertThatExceptionOfType(ToolDeclarationException.class).isThrownBy(() -> proxied(byClass, bean).close())
			.satisfies(requirements);
	}

	private ToolContextFixture proxied(boolean byClass, Class<?> bean) {
		ToolContextFixture tools = new ToolContextFixture();
		tools.context().getBeanFactory().registerSingleton("advice", advice());
		tools.context().registerBean(BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("*Tools");
			creator.setInterceptorNames("advice");
			creator.setProxyTargetClass(byClass);
			return creator;
		});
		String name = bean.getSimpleName();
		tools.context().registerBean(Character.toLowerCase(name.charAt(0)) + name.substring(1), bean);
		return tools.start();
	}

	private MethodInterceptor advice() {
		return (invocation) -> {
			this.advised.add(invocation.getMethod().getName());
			return "advised " + invocation.proceed();
		};
	}

	static class ClassTools {

		@ToolHandler
		public String shown(String value) {
			return value;
		}

		@ToolHandler
		String hidden() {
			return "hidden";
		}

	}

	interface Tools {

		@ToolHandler
		String declared(String value);

		String implemented();

	}

	static class InterfaceTools implements Tools {

		@Override
		public String declared(String value) {
			return value;
		}

		@Override
		@ToolHandler
		public String implemented() {
			return "implemented";
		}

	}

	@Lazy
	static class LazyTools {

		@ToolHandler
		public String lazy() {
			return "lazy";
		}

	}

	static class UnreachableTools implements Runnable {

		@Override
		public void run() {
		}

		@ToolHandler
		public String unreachable() {
			return "";
		}

	}

	@Lazy
	static class LazyUnreachableTools extends UnreachableTools {

	}

	static class FinalTools {

		@ToolHandler
		public final String sealed() {
			return "";
		}

	}

}
