package io.github.openairun.tool;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

/**
 * Beans that declare handlers in every way that there is.
 */
final class DiscoveryBeans {

	private DiscoveryBeans() {
	}

	static class OrderTools {

		@ToolHandler(description = "Finds an order by its number")
		public String findOrder(@ToolParam(description = "Digits only") String number) {
			return "order " + number;
		}

		public String notATool() {
			return "";
		}

	}

	static class Unordered {

		@ToolHandler
		String gamma() {
			return "c";
		}

		@ToolHandler
		String beta() {
			return "b";
		}

		@ToolHandler
		String alpha() {
			return "a";
		}

	}

	static class Parent {

		@ToolHandler
		String inherited() {
			return "from parent";
		}

		@ToolHandler
		String overridden() {
			return "from parent";
		}

	}

	static class Child extends Parent {

		@Override
		String overridden() {
			return "from child";
		}

	}

	interface Declaration {

		@ToolHandler
		String declared(@ToolParam(name = "order_number") String number);

		@ToolHandler
		default String defaulted() {
			return "default";
		}

	}

	static class Implementation implements Declaration {

		@Override
		public String declared(String number) {
			return number;
		}

	}

	abstract static class Store<T> {

		@ToolHandler
		String store(T value) {
			return "stored " + value;
		}

	}

	static class NumberStore extends Store<Integer> {

	}

	@ToolHandler(description = "Reads something")
	@Retention(RetentionPolicy.RUNTIME)
	@interface ReadTool {

		@AliasFor(annotation = ToolHandler.class)
		String name() default "";

	}

	@ToolParam(description = "An order's number")
	@Retention(RetentionPolicy.RUNTIME)
	@interface OrderNumber {

	}

	static class MetaAnnotated {

		@ReadTool(name = "renamed")
		String read(@OrderNumber String number) {
			return number;
		}

	}

	@Lazy
	static class LazyTools {

		static final AtomicInteger CREATED = new AtomicInteger();

		LazyTools() {
			CREATED.incrementAndGet();
		}

		@ToolHandler
		String lazy() {
			return "created " + CREATED;
		}

	}

	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	static class PrototypeTools {

		static final AtomicInteger CREATED = new AtomicInteger();

		private final int number = CREATED.incrementAndGet();

		@ToolHandler
		String prototype() {
			return "instance " + this.number;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedClass scopedClass() {
			return new ScopedClass();
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		ScopedInterface scopedInterface() {
			return new ScopedImplementation();
		}

	}

	static class ScopedClass {

		@ToolHandler
		String byClass() {
			return "scoped class";
		}

	}

	interface ScopedInterface {

		@ToolHandler
		String byInterface();

	}

	static class ScopedImplementation implements ScopedInterface {

		@Override
		public String byInterface() {
			return "scoped interface";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactoryConfiguration {

		static final AtomicInteger MADE = new AtomicInteger();

		@Bean
		MadeFactory made() {
			return new MadeFactory();
		}

	}

	static class MadeFactory implements FactoryBean<Made> {

		@Override
		public Made getObject() {
			FactoryConfiguration.MADE.incrementAndGet();
			return new Made();
		}

		@Override
		public Class<?> getObjectType() {
			return Made.class;
		}

	}

	static class Made {

		@ToolHandler
		String made() {
			return "made";
		}

	}

	@Configuration
	static class ConfigurationTools {

		@ToolHandler
		String configured() {
			return "configured";
		}

	}

	interface Client {

		@ToolHandler
		String fetch(String id);

	}

}
